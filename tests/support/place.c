#include "support/place.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct place {
    char directory[64];
    int before;
};

int place_enter(void **state)
{
    struct place *place = calloc(1, sizeof *place);
    if (place == NULL) {
        return -1;
    }
    *state = place;
    snprintf(place->directory, sizeof place->directory, "/tmp/outconn-test-XXXXXX");
    place->before = open(".", O_RDONLY | O_CLOEXEC);
    return place->before < 0 || mkdtemp(place->directory) == NULL || chdir(place->directory) != 0;
}

int place_leave(void **state)
{
    struct place *place = *state;
    DIR *opened = opendir(".");
    for (struct dirent *entry = readdir(opened); entry != NULL; entry = readdir(opened)) {
        if (unlink(entry->d_name) != 0) {
            rmdir(entry->d_name); /* "." and ".." stay */
        }
    }
    closedir(opened);
    int result = fchdir(place->before);
    close(place->before);
    result |= rmdir(place->directory);
    free(place);
    return result;
}
