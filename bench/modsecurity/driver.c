/*
 * ModSecurity 3 alone, without a web server: evaluates requests that come on standard input, and answers on standard output.
 *
 *   driver RULES-FILE
 *
 * A command is: 'd' (decide each request) or 'm' (measure) · u32 times · u32 how many requests · the requests. A request is:
 * method · target · HTTP version · u32 how many headers · name and value of each · body; each text is u32 length · bytes. Numbers
 * are little-endian.
 *
 * 'd' is answered with the status that ModSecurity would have the server send for each request, 0 where it lets it pass, on one
 * line. 'm' goes through the requests in turns, `times` in all, and is answered with the nanoseconds of processor time that the
 * process has spent on them.
 *
 * What is measured of a request: its transaction, connection, URI, headers and body (phases 1 and 2), and the end of the
 * transaction. Response phases and logging are left out, in ModSecurity's favour.
 */
#include <modsecurity/modsecurity.h>
#include <modsecurity/rules_set.h>
#include <modsecurity/transaction.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct {
  char *bytes;
  uint32_t length;
} text;

typedef struct {
  text name, value;
} header;

typedef struct {
  text method, target, version, body;
  uint32_t header_count;
  header *headers;
} request;

static void fail(const char *reason) {
  fprintf(stderr, "%s\n", reason);
  exit(1);
}

/* Zero at the end of the input. */
static int read_bytes(void *into, size_t length) {
  size_t got = fread(into, 1, length, stdin);
  if (got != length && got != 0) fail("Cannot read a command: it is cut off");
  return got == length;
}

static uint32_t read_number(void) {
  unsigned char bytes[4];
  if (!read_bytes(bytes, 4)) fail("Cannot read a command: a number is missing");
  return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

static void *allocate(size_t length) {
  void *memory = calloc(1, length);
  if (memory == NULL) fail("Cannot read a command: no memory is left");
  return memory;
}

static text read_text(void) {
  text result;
  result.length = read_number();
  result.bytes = allocate((size_t)result.length + 1);
  if (result.length > 0 && !read_bytes(result.bytes, result.length)) fail("Cannot read a command: a text is cut off");
  return result;
}

static void read_request(request *into) {
  into->method = read_text();
  into->target = read_text();
  into->version = read_text();
  into->header_count = read_number();
  into->headers = allocate(sizeof(header) * (into->header_count + 1));
  for (uint32_t at = 0; at < into->header_count; at++) {
    into->headers[at].name = read_text();
    into->headers[at].value = read_text();
  }
  into->body = read_text();
}

static void free_request(request *gone) {
  for (uint32_t at = 0; at < gone->header_count; at++) {
    free(gone->headers[at].name.bytes);
    free(gone->headers[at].value.bytes);
  }
  free(gone->headers);
  free(gone->method.bytes);
  free(gone->target.bytes);
  free(gone->version.bytes);
  free(gone->body.bytes);
}

/* The status to answer with, or 0. */
static int intervened(Transaction *transaction) {
  ModSecurityIntervention intervention = {200, 0, NULL, NULL, 0};
  if (msc_intervention(transaction, &intervention) == 0) return 0;
  free(intervention.url);
  free(intervention.log);
  return intervention.disruptive ? intervention.status : 0;
}

/* As a server does it: after each phase it asks whether to go on. */
static int decide(ModSecurity *engine, RulesSet *rules, const request *one) {
  Transaction *transaction = msc_new_transaction(engine, rules, NULL);
  int status;
  msc_process_connection(transaction, "203.0.113.7", 40000, "127.0.0.1", 443);
  msc_process_uri(transaction, one->target.bytes, one->method.bytes, one->version.bytes);
  status = intervened(transaction);
  if (status == 0) {
    for (uint32_t at = 0; at < one->header_count; at++) {
      const header *each = &one->headers[at];
      msc_add_n_request_header(transaction, (const unsigned char *)each->name.bytes, each->name.length,
                               (const unsigned char *)each->value.bytes, each->value.length);
    }
    msc_process_request_headers(transaction);
    status = intervened(transaction);
  }
  if (status == 0) {
    if (one->body.length > 0)
      msc_append_request_body(transaction, (const unsigned char *)one->body.bytes, one->body.length);
    msc_process_request_body(transaction);
    status = intervened(transaction);
  }
  msc_transaction_cleanup(transaction);
  return status;
}

static int64_t processor_nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void no_log(void *data, const void *message) {
  (void)data;
  (void)message;
}

int main(int count, char **arguments) {
  const char *error = NULL;
  ModSecurity *engine = msc_init();
  RulesSet *rules = msc_create_rules_set();
  char command;
  if (count != 2) fail("usage: driver RULES-FILE");
  msc_set_log_cb(engine, no_log);
  if (msc_rules_add_file(rules, arguments[1], &error) < 0) fail(error);
  printf("%s\n", msc_who_am_i(engine));
  fflush(stdout);
  while (read_bytes(&command, 1)) {
    uint32_t times = read_number();
    uint32_t many = read_number();
    request *requests = allocate(sizeof(request) * (many + 1));
    for (uint32_t at = 0; at < many; at++) read_request(&requests[at]);
    if (command == 'm') {
      int64_t before = processor_nanoseconds();
      for (uint32_t done = 0; done < times; done++) decide(engine, rules, &requests[done % many]);
      printf("%lld\n", (long long)(processor_nanoseconds() - before));
    } else {
      for (uint32_t at = 0; at < many; at++) printf(at == 0 ? "%d" : " %d", decide(engine, rules, &requests[at]));
      printf("\n");
    }
    fflush(stdout);
    for (uint32_t at = 0; at < many; at++) free_request(&requests[at]);
    free(requests);
  }
  msc_rules_cleanup(rules);
  msc_cleanup(engine);
  return 0;
}
