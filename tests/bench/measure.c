/*
 * Runs a command some times, its input and output on the null device, and prints what it cost:
 *        wall_ns=MEDIAN cpu_ns=MEDIAN rss_kib=PEAK
 * usage: measure RUNS COMMAND [ARGUMENT]...
 * cpu is user and system time together; rss is the largest resident set of one process, so that the
 * parts of a pipeline (sh -c 'a | b') are not added up. Both count all processes that the command
 * waited for. Linux gives a new program the peak of the one that started it as its least peak, so
 * this program stays small. A command that fails ends it with status 1.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define RUNS_MAX 10000

struct cost {
    int64_t wall_ns;
    int64_t cpu_ns;
};

static int64_t wall_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static struct rusage used_by_children(void)
{
    struct rusage usage;
    getrusage(RUSAGE_CHILDREN, &usage);
    return usage;
}

static int64_t cpu_ns(const struct rusage *usage)
{
    int64_t seconds = (int64_t)usage->ru_utime.tv_sec + usage->ru_stime.tv_sec;
    int64_t microseconds = (int64_t)usage->ru_utime.tv_usec + usage->ru_stime.tv_usec;
    return seconds * 1000000000 + microseconds * 1000;
}

/* In the child; does not return. */
static void execute(char **command, int null)
{
    if (dup2(null, STDIN_FILENO) >= 0 && dup2(null, STDOUT_FILENO) >= 0) {
        execvp(command[0], command);
    }
    fprintf(stderr, "measure: %s: %s\n", command[0], strerror(errno));
    _exit(127);
}

static int run_once(char **command, int null, struct cost *cost)
{
    struct rusage before = used_by_children();
    int64_t start = wall_now();
    pid_t child = fork();
    if (child == 0) {
        execute(command, null);
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) < 0) {
        fprintf(stderr, "measure: %s\n", strerror(errno));
        return -1;
    }
    cost->wall_ns = wall_now() - start;
    struct rusage after = used_by_children();
    cost->cpu_ns = cpu_ns(&after) - cpu_ns(&before);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        fprintf(stderr, "measure: %s: failed, wait status 0x%x\n", command[0], (unsigned)status);
        return -1;
    }
    return 0;
}

static int compare_wall(const void *a, const void *b)
{
    const struct cost *left = a;
    const struct cost *right = b;
    return (left->wall_ns > right->wall_ns) - (left->wall_ns < right->wall_ns);
}

static int compare_cpu(const void *a, const void *b)
{
    const struct cost *left = a;
    const struct cost *right = b;
    return (left->cpu_ns > right->cpu_ns) - (left->cpu_ns < right->cpu_ns);
}

/* Of an even number of runs the upper of the two in the middle. */
static void print_medians(struct cost *costs, size_t runs)
{
    struct rusage usage = used_by_children();
    qsort(costs, runs, sizeof *costs, compare_wall);
    int64_t wall = costs[runs / 2].wall_ns;
    qsort(costs, runs, sizeof *costs, compare_cpu);
    printf("wall_ns=%lld cpu_ns=%lld rss_kib=%ld\n", (long long)wall,
           (long long)costs[runs / 2].cpu_ns, usage.ru_maxrss);
}

static int measure(char **command, size_t runs)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    struct cost *costs = calloc(runs, sizeof *costs);
    if (null < 0 || costs == NULL) {
        fprintf(stderr, "measure: %s\n", strerror(errno));
        free(costs);
        return EXIT_FAILURE;
    }
    int failed = 0;
    for (size_t i = 0; i < runs && failed == 0; i++) {
        failed = run_once(command, null, &costs[i]);
    }
    if (failed == 0) {
        print_medians(costs, runs);
    }
    free(costs);
    close(null);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    unsigned long runs = argc >= 3 ? strtoul(argv[1], NULL, 10) : 0;
    if (runs == 0 || runs > RUNS_MAX) {
        fprintf(stderr, "usage: measure RUNS COMMAND [ARGUMENT]...     (1 to %d runs)\n", RUNS_MAX);
        return 2;
    }
    return measure(argv + 2, runs);
}
