import type { Place } from '@sallyport/http';
import type { Setting } from '../value.ts';
import type { Authorization } from './authorizer.ts';
import type { Integration } from './integration.ts';

/** What a request must bring before a method is carried out. */
export interface RequestValidation {
  /** `header:X`, `argument:x`: what must be present; undefined where the validator is not known. */
  readonly requiredParameters: readonly { readonly in: 'header' | 'querystring'; readonly name: string }[];
  /** Whether bodies are held against a model. */
  readonly body: Setting<boolean>;
}

/** A method of a resource of a REST API. */
export interface ApiMethod {
  /** The resource's path, such as `/users/{id}`. */
  readonly path: string;
  /** `ANY` or one of DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT. */
  readonly httpMethod: string;
  readonly apiKeyRequired: Setting<boolean>;
  readonly authorization: Authorization;
  readonly validation: RequestValidation;
  /** Absent where none is given: calls fail. */
  readonly integration: Integration | undefined;
  /** Set where the deployment that is served may have been made without it: why. */
  readonly mayLack?: { readonly reason: string; readonly identity: string };
  readonly place: Place;
}

/** A resource of a REST API: a path with its methods. */
export interface ApiResource {
  readonly path: string;
  readonly methods: readonly ApiMethod[];
}

/** The methods that `ANY` stands for. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-request.html */
export const ANY_METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'] as const;

/** Methods by resource; of two for one path and method the later one stands. */
export function resourcesOf(methods: readonly ApiMethod[]): readonly ApiResource[] {
  const byPath = new Map<string, Map<string, ApiMethod>>();
  for (const method of methods) {
    const same = byPath.get(method.path) ?? new Map<string, ApiMethod>();
    same.set(method.httpMethod, method);
    byPath.set(method.path, same);
  }
  return [...byPath].map(([path, same]) => ({ path, methods: [...same.values()] }));
}
