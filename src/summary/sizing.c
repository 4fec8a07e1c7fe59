#include "summary/sizing.h"

uint64_t sizing_devices_per_address(const struct sizing *sizing, uint64_t peak)
{
    /* With a peak past all ports the sum may not fit, and no device does. */
    if (peak > SIZING_PORTS) {
        return 0;
    }
    return (SIZING_PORTS - sizing->reserved_ports) / (peak + sizing->peak_factor);
}

uint64_t sizing_addresses(const struct sizing *sizing, uint64_t peak)
{
    uint64_t fit = sizing_devices_per_address(sizing, peak);
    return fit == 0 ? 0 : sizing->devices / fit + (sizing->devices % fit != 0);
}
