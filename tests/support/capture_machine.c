#include "support/capture_machine.h"

#include <stdio.h>

static const char *machine_pick(struct dice *dice, const char *const *texts)
{
    size_t count = 0;
    while (texts[count] != NULL) {
        count++;
    }
    return texts[dice_below(dice, count)];
}

/* One of this language's own texts, if it has any, or one of those of every language. */
static const char *machine_text(struct dice *dice, const char *const *own,
                                const char *const *common)
{
    bool local = own[0] != NULL && dice_chance(dice, 25);
    return machine_pick(dice, local ? own : common);
}

/* ---- processes ----------------------------------------------------------------------------- */

static bool machine_has(const struct machine *machine, uint32_t pid)
{
    for (size_t i = 0; i < machine->process_count; i++) {
        if (machine->processes[i].pid == pid) {
            return true;
        }
    }
    return false;
}

static struct machine_process *machine_add(struct machine *machine, struct dice *dice, uint32_t pid,
                                           const char *image)
{
    static const char *const sessions[] = {"Services",  "Console",    "",
                                           "RDP-Tcp#0", "RDP-Tcp#12", "RDP-Sxs190512-12"};
    struct machine_process *process = &machine->processes[machine->process_count++];
    *process = (struct machine_process){
        .pid = pid,
        .image = image,
        .session = DICE_PICK(dice, sessions),
        .session_id = dice_chance(dice, 5) ? 65537 : dice_between(dice, 0, 12),
        .memory_kib = dice_between(dice, 1, dice_chance(dice, 20) ? 9999999 : 99999),
        .user = "N/A",
        .window = "N/A",
        .cpu_seconds = dice_between(dice, 0, dice_chance(dice, 5) ? 999999 : 9999),
    };
    if (dice_chance(dice, 3)) {
        process->memory_kib = -1;
    }
    for (size_t i = 0; i < MACHINE_SERVICES && dice_chance(dice, 45); i++) {
        process->services[i] = machine_pick(dice, lexicon_services);
    }
    return process;
}

/* A PID that digits of others resemble, or any. */
static uint32_t machine_pid(const struct machine *machine, struct dice *dice)
{
    static const uint32_t lookalikes[] = {4028, 14028, 40281, 402, 28, 140288};
    uint32_t pid;
    do {
        pid = dice_chance(dice, 25)
                  ? DICE_PICK(dice, lookalikes)
                  : 4 * dice_between(dice, 2, dice_chance(dice, 10) ? 249999 : 6999);
    } while (machine_has(machine, pid));
    return pid;
}

void machine_fill(struct machine *machine, struct dice *dice, const struct lexicon *lexicon,
                  bool apps)
{
    const char *const *common = apps ? lexicon_apps : lexicon_images;
    const char *outlook = dice_chance(dice, 70) ? "OUTLOOK.EXE" : "outlook.exe";
    size_t count = dice_between(dice, 1, 14);
    machine->process_count = 0;
    if (!apps && dice_chance(dice, 60)) {
        machine_add(machine, dice, 0, "System Idle Process");
        machine_add(machine, dice, 4, "System");
    }
    for (size_t i = 0; i < count; i++) {
        const char *image = machine_text(dice, apps ? common : lexicon->images, common);
        uint32_t pid = machine_pid(machine, dice);
        struct machine_process *process = machine_add(machine, dice, pid, image);
        process->user = machine_text(dice, lexicon->users, lexicon_users);
        process->window = machine_text(dice, lexicon->windows, lexicon_windows);
    }
    for (size_t i = 0; !apps && i < 2 && dice_chance(dice, 60); i++) {
        machine_add(machine, dice, machine_pid(machine, dice), outlook);
    }
    for (size_t i = 0; i < machine->process_count; i++) {
        char initial = machine->processes[i].image[0];
        bool spelt = machine->processes[i].image == lexicon_images[0] ||
                     machine->processes[i].image == lexicon_images[1];
        if (spelt && (initial == 'O' || initial == 'o')) {
            machine->processes[i].image = outlook; /* one file is spelt in one way */
        }
    }
    machine_connect(machine, dice, 0);
}

/* ---- connections --------------------------------------------------------------------------- */

const char *machine_service(uint16_t port)
{
    static const struct {
        uint16_t port;
        const char *name;
    } services[] = {{80, "http"}, {135, "epmap"},          {443, "https"}, {445, "microsoft-ds"},
                    {123, "ntp"}, {3389, "ms-wbt-server"}, {5985, "wsman"}};
    for (size_t i = 0; i < sizeof services / sizeof *services; i++) {
        if (services[i].port == port) {
            return services[i].name;
        }
    }
    return NULL;
}

static uint16_t machine_port(struct dice *dice)
{
    static const uint16_t ports[] = {80, 135, 443, 443, 445, 123, 3389, 4028, 40281, 65535, 1};
    return dice_chance(dice, 50) ? DICE_PICK(dice, ports)
                                 : (uint16_t)dice_between(dice, 49152, 65535);
}

static void machine_address(struct machine_end *end, struct dice *dice, bool v6)
{
    unsigned last = dice_between(dice, 1, 4);
    if (!v6) {
        snprintf(end->address, sizeof end->address, "%u.%u.%u.%u", 10 + 10 * last,
                 dice_between(dice, 0, 255), 255u, last);
    } else if (dice_chance(dice, 50)) {
        snprintf(end->address, sizeof end->address, "fe80::%x:%x:4028%%%u", 0xa0u + last, last,
                 dice_between(dice, 1, 23));
    } else {
        snprintf(end->address, sizeof end->address, "2001:db8:85a3:8d3:1319:8a2e:370:%x", last);
    }
}

static void machine_listen(struct machine_connection *connection, struct dice *dice, bool v6)
{
    const char *any = v6 ? "::" : "0.0.0.0";
    if (dice_chance(dice, 70)) {
        snprintf(connection->local.address, sizeof connection->local.address, "%s", any);
    }
    snprintf(connection->remote.address, sizeof connection->remote.address, "%s", any);
    connection->remote.host = connection->local.host;
    connection->remote.port = 0;
    connection->state = dice_chance(dice, 90)   ? STATE_LISTENING
                        : dice_chance(dice, 70) ? STATE_BOUND
                                                : STATE_CLOSED;
}

/* Few remote ends, so that a TIME_WAIT row often has that of an open connection. */
static void machine_reach(struct machine_connection *connection, struct dice *dice, bool v6)
{
    static const char *const hosts[] = {"server", "mail-1.contoso.com", "40.97.188.242",
                                        "ec2-34-212-93-174.compute.amazonaws.com", "reverse-unset"};
    machine_address(&connection->remote, dice, v6);
    if (dice_chance(dice, 50)) {
        snprintf(connection->remote.address, sizeof connection->remote.address, "192.168.2.50");
    }
    connection->remote.host = DICE_PICK(dice, hosts);
    connection->remote.port = dice_chance(dice, 60) ? 443 : machine_port(dice);
    connection->state =
        dice_chance(dice, 60)
            ? STATE_ESTABLISHED
            : (enum state_word)dice_between(dice, STATE_ESTABLISHED, STATE_TIME_WAIT);
}

static void machine_own(struct machine_connection *connection, struct dice *dice,
                        const struct machine *machine)
{
    if (connection->state == STATE_TIME_WAIT && !connection->udp) {
        connection->pid = 0;
        return;
    }
    if (machine->process_count == 0 || dice_chance(dice, 5)) {
        connection->pid = 77776;
        connection->owner = "ghost.exe";
        return;
    }
    const struct machine_process *process =
        &machine->processes[dice_below(dice, machine->process_count)];
    connection->pid = process->pid;
    if (process->pid > 4) {
        connection->owner = process->image;
    }
}

void machine_connect(struct machine *machine, struct dice *dice, size_t least)
{
    size_t count =
        dice_between(dice, (uint32_t)least, dice_chance(dice, 60) ? 6 : MACHINE_CONNECTIONS);
    for (size_t i = 0; i < count; i++) {
        struct machine_connection *connection = &machine->connections[i];
        bool v6 = dice_chance(dice, 25);
        /* One at least is TCP, for lists of -p TCP. */
        *connection =
            (struct machine_connection){.udp = i + 1 < count && dice_chance(dice, 20),
                                        .local = {.host = "PC-17", .port = machine_port(dice)}};
        machine_address(&connection->local, dice, v6);
        if (!connection->udp && dice_chance(dice, 35)) {
            machine_listen(connection, dice, v6);
        } else if (!connection->udp) {
            machine_reach(connection, dice, v6);
        }
        machine_own(connection, dice, machine);
    }
    machine->connection_count = count;
}
