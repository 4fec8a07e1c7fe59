#include "cli/live.h"

#include "base/text.h"

void live_came(struct live *live, int64_t waited, time_t now)
{
    bool pause = live->began && waited >= LIVE_PAUSE;
    if (pause || !live->began) {
        live->since = now;
    }
    live->began = true;
    live->paused = live->paused || pause;
}

oc_text live_time(const struct live *live, char stamp[LIVE_STAMP])
{
    struct tm local;
    if (!live->began || localtime_r(&live->since, &local) == NULL) {
        return text_of(NULL);
    }
    size_t size = strftime(stamp, LIVE_STAMP, "%Y-%m-%dT%H:%M:%S", &local);
    return size == 0 ? text_of(NULL) : (oc_text){stamp, size};
}
