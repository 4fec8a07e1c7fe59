#include "cli/cancel.h"

#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>

/* A handler can reach nothing else. */
static atomic_int cancel_signal;

static void cancel_note(int number)
{
    atomic_store(&cancel_signal, number);
}

static void cancel_handle(void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

/* A shell that starts a program in the background lets it ignore SIGINT. */
void cancel_begin(void)
{
    static const int numbers[] = {SIGINT, SIGTERM};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct sigaction action;
        if (sigaction(numbers[i], NULL, &action) == 0 && action.sa_handler != SIG_IGN) {
            action = (struct sigaction){.sa_handler = cancel_note};
            sigemptyset(&action.sa_mask);
            sigaction(numbers[i], &action, NULL);
        }
    }
}

bool cancel_requested(void)
{
    return atomic_load_explicit(&cancel_signal, memory_order_relaxed) != 0;
}

void cancel_end(void)
{
    int number = atomic_load(&cancel_signal);
    if (number != 0) {
        cancel_handle(SIG_DFL);
        raise(number);
    }
}
