/*
 * Owns: how many devices fit behind one public address, by the vendor's formula.
 * Must not know: captures, how it is shown.
 *
 * Source: Microsoft, "NAT support with Office 365",
 * learn.microsoft.com/microsoft-365/enterprise/nat-support-with-microsoft-365: maximum supported
 * devices behind a single public address = (64,000 - restricted ports) / (peak port consumption +
 * peak factor), with the example (64,000 - 4,000) / (6 + 4) = 6,000. 64,000 are the ports of a NAT
 * device that runs Windows, of which that keeps 4,000. The factor is to be at least 4.
 */
#ifndef SUMMARY_SIZING_H
#define SUMMARY_SIZING_H

#include "outconn.h"

#define SIZING_PORTS 64000
#define SIZING_RESERVED_PORTS 4000 /* where nobody says otherwise */
#define SIZING_PEAK_FACTOR 4       /* the same, and the least */
#define SIZING_MOST_DEVICES UINT32_MAX

struct sizing {
    uint64_t reserved_ports; /* less than SIZING_PORTS */
    uint64_t peak_factor;    /* SIZING_PEAK_FACTOR to SIZING_PORTS */
    uint64_t devices;        /* for which addresses are asked for; 0: not asked */
};

/* Behind one public address, if each device has that many connections at its peak. */
uint64_t sizing_devices_per_address(const struct sizing *sizing, uint64_t peak);
/* Public addresses for sizing.devices; 0: one device alone needs more ports than there are. */
uint64_t sizing_addresses(const struct sizing *sizing, uint64_t peak);

#endif
