import type { Attribute, Entrance } from '@sallyport/gates';
import type { Knowledge } from '../environment/knowledge.ts';
import { byteTable, type Language, type Languages } from '../language/index.ts';

/** The values that an attacker can give one attribute. */
export interface TextUniverse {
  /** `none`: it cannot be sent · `one`: exactly one value · `optional`: none or one · `many`: any number. */
  readonly values: 'none' | 'one' | 'optional' | 'many';
  readonly language: Language;
  /** Values that read well, the best first; `undefined` stands for its absence. */
  readonly pleasant: readonly (string | undefined)[];
}

/** An entrance as the universe sees it: several that lead to one gate are one. */
export type Door = Pick<Entrance, 'hosts' | 'schemes' | 'basePath'>;

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'];

/**
 * Principals with an AWS account of their own: a distribution's origin access control, and a user. 999999999999 stands for
 * the attacker's account.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
 */
const FOREIGN_PRINCIPALS = [
  'arn:aws:iam::999999999999:user/attacker',
  'service:cloudfront.amazonaws.com arn:aws:cloudfront::999999999999:distribution/EATTACKER',
];

const isVisible = (byte: number): boolean => (byte > 0x20 && byte < 0x7f) || byte >= 0x80;
const isTokenByte = (byte: number): boolean => /[!#$%&'*+\-.^_`|~0-9A-Za-z]/.test(String.fromCharCode(byte));
const isNameByte = (byte: number): boolean => /[-_0-9A-Za-z]/.test(String.fromCharCode(byte));
const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;

/** Makes the universes of text attributes for one attacker at one entrance. */
export class TextUniverses {
  readonly #languages: Languages;
  readonly #knowledge: Knowledge;
  readonly #door: Door;
  readonly #made = new Map<Attribute, TextUniverse>();

  constructor(languages: Languages, knowledge: Knowledge, door: Door) {
    this.#languages = languages;
    this.#knowledge = knowledge;
    this.#door = door;
  }

  readonly presence = (attribute: Attribute): 'always' | 'sometimes' | 'never' => {
    if (attribute === 'address') return 'always';
    const { values } = this.of(attribute);
    return values === 'one' ? 'always' : values === 'none' ? 'never' : 'sometimes';
  };

  of(attribute: Attribute): TextUniverse {
    const known = this.#made.get(attribute) ?? this.#make(attribute);
    this.#made.set(attribute, known);
    return known;
  }

  #make(attribute: Attribute): TextUniverse {
    const { basePath, schemes } = this.#door;
    switch (attribute) {
      case 'method':
        return { values: 'one', language: this.#some(isTokenByte), pleasant: METHODS };
      case 'path':
        return { values: 'one', language: this.#paths(), pleasant: [`${basePath}/`, '/', basePath || '/'] };
      case 'host':
        return { values: 'one', language: this.#hosts(true), pleasant: this.#pleasantHosts() };
      case 'server-name':
        return { values: 'optional', language: this.#hosts(false), pleasant: [...this.#pleasantHosts(), undefined] };
      case 'scheme':
        return this.#among('one', [...schemes].sort().reverse());
      case 'port':
        return this.#among('one', [...schemes].sort().reverse().map(portOf));
      case 'http-version':
        return this.#among('one', ['1.1', '2', '1.0', '3']);
      case 'country':
        return { values: 'optional', language: this.#countries(), pleasant: ['US', 'DE', 'CN', undefined] };
      case 'principal':
        return this.#among('optional', this.#knowledge.signs() ? FOREIGN_PRINCIPALS : []);
      case 'client-certificate':
        return this.#among('optional', this.#knowledge.certificates());
      case 'query':
        return { values: 'optional', language: this.#run(0x23), pleasant: [undefined] };
      default:
        return this.#named(attribute);
    }
  }

  #named(attribute: Attribute): TextUniverse {
    const pleasant = [undefined, 'x'];
    if (attribute.startsWith('argument:')) return { values: 'many', language: this.#run(0x23, 0x26), pleasant };
    // A cookie's value ends at the next semicolon, and blanks around it do not count.
    if (attribute.startsWith('cookie:')) return { values: 'many', language: this.#lines(0x3b), pleasant };
    return { values: 'many', language: this.#lines(), pleasant };
  }

  /** A list of values that can be sent, as they are. */
  #among(values: 'one' | 'optional', list: readonly string[]): TextUniverse {
    const language = this.#languages.either(list.map((text) => this.#languages.literal(text)));
    if (list.length === 0) return { values: 'none', language, pleasant: [undefined] };
    return { values, language, pleasant: values === 'optional' ? [undefined, ...list] : list };
  }

  #some(has: (byte: number) => boolean): Language {
    const one = this.#languages.bytes(byteTable(has));
    return this.#languages.then(one, this.#languages.repeat(one));
  }

  /** Any run of visible bytes but these. */
  #run(...without: readonly number[]): Language {
    return this.#languages.repeat(
      this.#languages.bytes(byteTable((byte) => isVisible(byte) && !without.includes(byte))),
    );
  }

  #paths(): Language {
    return this.#languages.then(this.#languages.byte(0x2f), this.#run(0x23, 0x3f));
  }

  /** Header values: visible bytes, blanks between them, but none at the ends (RFC 9110, section 5.5). */
  #lines(...without: readonly number[]): Language {
    const languages = this.#languages;
    const visible = languages.bytes(byteTable((byte) => isVisible(byte) && byte !== 0xa0 && !without.includes(byte)));
    const inner = languages.bytes(
      byteTable((byte) => (isVisible(byte) || byte === 0x20 || byte === 0x09) && !without.includes(byte)),
    );
    const longer = languages.sequence([visible, languages.optional(languages.then(languages.repeat(inner), visible))]);
    return languages.optional(longer);
  }

  /** Names with no empty label, perhaps with a dot at the end, perhaps with a port. */
  #hosts(withPort: boolean): Language {
    const languages = this.#languages;
    const label = this.#some(isNameByte);
    const dot = languages.byte(0x2e);
    const labels = languages.then(label, languages.repeat(languages.then(dot, label)));
    const name = languages.then(labels, languages.optional(dot));
    const digits = languages.repeat(languages.bytes(byteTable(isDigit)));
    return withPort ? languages.then(name, languages.optional(languages.then(languages.byte(0x3a), digits))) : name;
  }

  #pleasantHosts(): readonly string[] {
    return [...this.#door.hosts.map((host) => host.toLowerCase()), 'attacker.example'].filter(
      (host) => !host.includes('*'),
    );
  }

  #countries(): Language {
    const letter = this.#languages.bytes(byteTable((byte) => byte >= 0x41 && byte <= 0x5a));
    return this.#languages.then(letter, letter);
  }
}

export const portOf = (scheme: string): string => (scheme === 'https' ? '443' : '80');
