#include "cli/harvest.h"

#include "base/text.h"
#include "report/escape.h"

#include <string.h>

#define HARVEST_WAIT 10000 /* milliseconds for another run's transaction */

/* ---- the run ----------------------------------------------------------------------------- */

static void harvest_ask_number(struct content_hash *hash, uint32_t number)
{
    const unsigned char bytes[] = {(unsigned char)number, (unsigned char)(number >> 8),
                                   (unsigned char)(number >> 16), (unsigned char)(number >> 24)};
    content_hash_bytes(hash, bytes, sizeof bytes);
}

static void harvest_ask_server(struct content_hash *hash, const oc_network *server)
{
    content_hash_bytes(hash, server->address, sizeof server->address);
    harvest_ask_number(hash, server->bits);
    harvest_ask_number(hash, (uint32_t)server->port);
}

/* Files may have changed since the last run. */
static bool harvest_depends_on_files(const struct options *options)
{
    return options->grammars != NULL || options->endpoints != NULL;
}

/* Everything on the command line that changes what a capture gives belongs here. */
static void harvest_ask(struct content_hash *hash, const struct options *options)
{
    content_hash_init(hash);
    content_hash_text(hash, text_of(OC_VERSION));
    content_hash_text(hash, text_of(options->encoding));
    content_hash_text(hash, text_of(options->all ? "all" : ""));
    content_hash_text(hash, text_of(options->strict ? "strict" : ""));
    for (size_t i = 0; i < options->process_count; i++) {
        content_hash_text(hash, text_of(options->processes[i]));
    }
    content_hash_mark(hash);
    for (size_t i = 0; i < options->server_count; i++) {
        harvest_ask_server(hash, &options->servers[i]);
    }
    content_hash_mark(hash);
    for (size_t i = 0; i < options->pid_count; i++) {
        harvest_ask_number(hash, options->pids[i]);
    }
    content_hash_mark(hash);
}

bool harvest_init(struct harvest *harvest, const struct options *options)
{
    *harvest = (struct harvest){.options = options};
    pthread_mutex_init(&harvest->lock, NULL);
    summary_init(&harvest->summary);
    harvest_ask(&harvest->question, options);
    return options->database == NULL ||
           (insert_open(&harvest->insert, options->database, HARVEST_WAIT) &&
            recall_init(&harvest->recall, &harvest->insert.database));
}

void harvest_free(struct harvest *harvest)
{
    summary_free(&harvest->summary);
    if (harvest->options->database != NULL) {
        recall_free(&harvest->recall);
        insert_close(&harvest->insert);
    }
    pthread_mutex_destroy(&harvest->lock);
}

const char *harvest_problem(const struct harvest *harvest, const char **path)
{
    if (harvest->insert.database.failed) {
        *path = harvest->options->database;
        return database_problem(&harvest->insert.database);
    }
    *path = NULL;
    return oc_status_text(OC_NO_MEMORY);
}

bool harvest_keeps_rows(const struct harvest *harvest)
{
    return harvest->options->database != NULL || harvest->options->summarises;
}

bool harvest_may_know(const struct harvest *harvest)
{
    return harvest->options->database != NULL && !harvest_depends_on_files(harvest->options) &&
           !harvest->options->reports;
}

static bool harvest_good(const struct harvest *harvest)
{
    return !summary_failed(&harvest->summary) && !harvest->insert.database.failed;
}

bool harvest_failed(const struct harvest *harvest)
{
    return !harvest_good(harvest);
}

/* ---- a capture's content ------------------------------------------------------------------ */

void harvest_capture_init(struct harvest_capture *capture, struct harvest *harvest)
{
    *capture = (struct harvest_capture){.harvest = harvest};
    summary_init(&capture->summary);
    stage_init(&capture->stage);
}

void harvest_capture_free(struct harvest_capture *capture)
{
    summary_free(&capture->summary);
    stage_free(&capture->stage);
}

void harvest_begin(struct harvest_capture *capture, oc_text name)
{
    summary_clear(&capture->summary);
    stage_begin(&capture->stage, name);
    capture->hash = capture->harvest->question;
    capture->content[0] = '\0';
    capture->connected = false;
}

void harvest_text(struct harvest_capture *capture, oc_text path)
{
    content_hash_mark(&capture->hash);
    content_hash_text(&capture->hash, path);
}

void harvest_bytes(struct harvest_capture *capture, const void *bytes, size_t size)
{
    if (capture->harvest->options->database != NULL && capture->content[0] == '\0') {
        content_hash_bytes(&capture->hash, bytes, size);
    }
}

static oc_text harvest_content(struct harvest_capture *capture)
{
    if (capture->content[0] == '\0') {
        content_hash_end(&capture->hash, capture->content);
    }
    return text_of(capture->content);
}

/* ---- a capture's snapshots ----------------------------------------------------------------- */

static void harvest_sum(struct harvest_capture *capture, const oc_snapshot *snapshot)
{
    summary_snapshot(&capture->summary, snapshot);
    for (size_t i = 0; i < snapshot->target_count; i++) {
        capture->connected = capture->connected || snapshot->targets[i].connections > 0;
    }
}

static void harvest_recalled(void *user, const oc_snapshot *snapshot)
{
    harvest_sum(user, snapshot);
}

bool harvest_knows(struct harvest_capture *capture)
{
    struct harvest *harvest = capture->harvest;
    oc_text name = buffer_view(&capture->stage.name);
    oc_text content = harvest_content(capture);
    pthread_mutex_lock(&harvest->lock);
    int64_t id = insert_known(&harvest->insert, name, content);
    bool knows = id != 0 && recall_capture(&harvest->recall, id, name, harvest_recalled, capture);
    if (knows) {
        summary_capture(&capture->summary, NULL);
        summary_merge(&harvest->summary, &capture->summary);
    }
    pthread_mutex_unlock(&harvest->lock);
    return knows;
}

static bool harvest_put(struct harvest_capture *capture)
{
    struct harvest *harvest = capture->harvest;
    pthread_mutex_lock(&harvest->lock);
    bool put = insert_put(&harvest->insert, &capture->stage);
    pthread_mutex_unlock(&harvest->lock);
    return put;
}

bool harvest_snapshot(struct harvest_capture *capture, const oc_snapshot *snapshot)
{
    harvest_sum(capture, snapshot);
    if (capture->harvest->options->database == NULL) {
        return !summary_failed(&capture->summary);
    }
    stage_snapshot(&capture->stage, snapshot);
    return !stage_is_large(&capture->stage) || harvest_put(capture);
}

/* What is there with the same content stays, whoever read it again for its report. */
static bool harvest_store(struct harvest_capture *capture, const char *problem)
{
    struct harvest *harvest = capture->harvest;
    struct stage *stage = &capture->stage;
    bool lasts = problem == NULL && !harvest_depends_on_files(harvest->options);
    oc_text content = harvest_content(capture);
    if (lasts && !insert_begun_with(stage) && !stage_failed(stage) &&
        insert_known(&harvest->insert, buffer_view(&stage->name), content) != 0) {
        return true;
    }
    return insert_end(&harvest->insert, stage, content, lasts, text_of(problem));
}

/* The name as it is in the database; the lock is held. */
static bool harvest_miss(struct harvest *harvest, oc_text name, const char *problem,
                         const char *message)
{
    struct buffer escaped;
    buffer_init(&escaped);
    escape_name(&escaped, text_of(message));
    if (escaped.failed) {
        database_no_memory(&harvest->insert.database);
    }
    bool good = insert_unread(&harvest->insert, name, text_of(problem), buffer_view(&escaped));
    buffer_free(&escaped);
    return good;
}

/* Of what was interrupted nothing was told. */
static bool harvest_lose(struct harvest_capture *capture, const char *problem, const char *message)
{
    return *message == '\0' ||
           harvest_miss(capture->harvest, buffer_view(&capture->stage.name), problem, message);
}

bool harvest_end(struct harvest_capture *capture, const char *problem, const char *message)
{
    struct harvest *harvest = capture->harvest;
    bool unread = problem != NULL && capture->summary.snapshots == 0;
    if (unread) {
        summary_unread(&capture->summary, problem);
    } else {
        summary_capture(&capture->summary, problem);
    }
    pthread_mutex_lock(&harvest->lock);
    summary_merge(&harvest->summary, &capture->summary);
    bool kept =
        harvest->options->database == NULL ||
        (unread ? harvest_lose(capture, problem, message) : harvest_store(capture, problem));
    bool good = kept && harvest_good(harvest);
    pthread_mutex_unlock(&harvest->lock);
    return good;
}

/* ---- the end ------------------------------------------------------------------------------ */

void harvest_told(struct harvest *harvest, oc_text path, const char *problem, const char *message)
{
    if (harvest->options->database == NULL) {
        return;
    }
    struct buffer name;
    buffer_init(&name);
    escape_name(&name, path);
    pthread_mutex_lock(&harvest->lock);
    if (name.failed) {
        database_no_memory(&harvest->insert.database);
    }
    harvest_miss(harvest, name.size == 0 ? text_of("") : buffer_view(&name), problem, message);
    pthread_mutex_unlock(&harvest->lock);
    buffer_free(&name);
}

void harvest_unread(struct harvest *harvest, oc_text path, const char *problem, const char *message)
{
    pthread_mutex_lock(&harvest->lock);
    summary_unread(&harvest->summary, problem);
    pthread_mutex_unlock(&harvest->lock);
    harvest_told(harvest, path, problem, message);
}

void harvest_passed_over(struct harvest *harvest, uint64_t files)
{
    pthread_mutex_lock(&harvest->lock);
    summary_passed_over(&harvest->summary, files);
    pthread_mutex_unlock(&harvest->lock);
}

/* A shard is not all of its inputs. */
static bool harvest_reread(struct harvest *harvest)
{
    const struct options *options = harvest->options;
    struct buffer name;
    buffer_init(&name);
    for (size_t i = 0; options->shards == 0 && i < options->input_count; i++) {
        oc_text path = text_of(options->inputs[i]);
        while (path.size > 0 && path.data[path.size - 1] == '/') {
            path.size--;
        }
        buffer_clear(&name);
        escape_name(&name, path);
        if (name.failed) {
            database_no_memory(&harvest->insert.database);
        }
        insert_reread(&harvest->insert, name.size == 0 ? text_of("") : buffer_view(&name));
    }
    buffer_free(&name);
    return !harvest->insert.database.failed;
}

static bool harvest_commit(struct harvest *harvest)
{
    return insert_settle(&harvest->insert) && harvest_reread(harvest) &&
           insert_commit(&harvest->insert);
}

bool harvest_finish(struct harvest *harvest, bool many, struct buffer *out)
{
    const struct options *options = harvest->options;
    bool text = strcmp(options->format, "text") == 0;
    if (options->database != NULL && !harvest_commit(harvest)) {
        return false;
    }
    if (options->summarises && !text) {
        summary_write_json(&harvest->summary, &options->sizing, out);
    } else if (options->summarises || (options->reports && text && many)) {
        buffer_string(out, options->reports ? "\n== summary\n" : "");
        summary_write_text(&harvest->summary, &options->sizing, out);
    }
    return harvest_good(harvest) && !out->failed;
}
