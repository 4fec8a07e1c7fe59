#include "support/capture_around.h"

static const char *const around_prompts[] = {
    "C:\\Users\\anna>netstat -ano -p TCP\n",
    "C:\\Windows\\system32>tasklist /v\n",
    "PS C:\\Users\\anna\\Desktop> netstat -ano; tasklist\n",
    "C:\\&gt;netstat -anob\n",
    "\\\\FILESERVER\\share$\\tools>tasklist /svc\n",
    "D:\\>\n",
};

static const char *const around_texts[] = {
    "\n",
    "\n\n\n",
    "Hello,\nhere is what you asked for. Outlook (outlook.exe, PID 4028) hangs since Monday.\n",
    "Regards, Anna\n",
    "Microsoft Windows [Version 10.0.19045.3803]\n"
    "(c) Microsoft Corporation. All rights reserved.\n\n",
    "Windows PowerShell\nCopyright (C) Microsoft Corporation. All rights reserved.\n\n",
    "--------------------------------------------------\n",
    "##### netstat #####\n",
    "=== tasklist ===\n",
    "Step 2: the connections. There must be one to port 443 at least:\n",
    "1. Run the first command\n2. Run the second one: it lists TCP and UDP\n",
    "I see 0.0.0.0:135 and [::]:445 in LISTENING, and TCP 10.0.0.5:50001 looks odd.\n",
    "The system cannot find the path specified.\n",
    "\nWindows IP Configuration\n\n\nEthernet adapter Ethernet:\n\n"
    "   Connection-specific DNS Suffix  . : contoso.com\n"
    "   Link-local IPv6 Address . . . . . : fe80::a1:1:4028%14\n"
    "   IPv4 Address. . . . . . . . . . . : 192.168.2.56\n"
    "   Subnet Mask . . . . . . . . . . . : 255.255.255.0\n"
    "   Default Gateway . . . . . . . . . : 192.168.2.1\n",
    "\nHost Name:                 PC-17\nOS Name:                   Microsoft Windows 10 Pro\n"
    "OS Version:                10.0.19045 N/A Build 19045\n"
    "Total Physical Memory:     16,251 MB\n",
    " Volume in drive C is Windows\n Volume Serial Number is 4028-1402\n\n"
    " Directory of C:\\temp\n\n"
    "05/06/2024  07:08 AM    <DIR>          .\n"
    "05/06/2024  07:08 AM            40,281 outlook.exe.txt\n"
    "               1 File(s)         40,281 bytes\n",
    "Ping statistics for 192.168.2.50:\n"
    "    Packets: Sent = 4, Received = 4, Lost = 0 (0% loss),\n",
    "\nName           Version  Size\n-------------- -------- -----\nOutlook        16.0     "
    "4028\n\n",
    "ProcessName     Id\n-----------     --\nOUTLOOK       4028\nsvchost        912\n\n",
};

void around_prompt(struct sheet *text, struct dice *dice)
{
    sheet_append(text, DICE_PICK(dice, around_prompts));
}

void around_blocks(struct sheet *text, struct dice *dice, size_t most)
{
    for (size_t left = dice_below(dice, most + 1); left > 0; left--) {
        if (dice_chance(dice, 30)) {
            around_prompt(text, dice);
        } else {
            sheet_append(text, DICE_PICK(dice, around_texts));
        }
    }
}
