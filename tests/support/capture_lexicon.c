#include "support/capture_lexicon.h"

const char *const lexicon_english_states[STATE_WORD_COUNT] = {
#define STATE_WORD_ENGLISH(name, english) english,
    STATE_WORDS(STATE_WORD_ENGLISH)
#undef STATE_WORD_ENGLISH
};

const char *const lexicon_images[] = {
    "OUTLOOK.EXE",
    "outlook.exe",
    "HxOutlook.exe",
    "olk.exe",
    "OUTLOOK.EXE.old.exe",
    "svchost.exe",
    "svchost.exe",
    "chrome.exe",
    "lsass.exe",
    "StartMenuExperienceHost.exe",
    "Microsoft.SharePoint.Sync.exe",
    "Memory Compression",
    "Secure System",
    "4028.exe",
    "7zFM.exe",
    "notepad++.exe",
    "My Tool 2.0.exe",
    "Worker 4028 12",
    "exactly-25-cells-long.exe",
    "a.exe",
    "TCP.exe",
    "PID",
    NULL,
};

const char *const lexicon_apps[] = {
    "SearchApp.exe (CortanaUI)",
    "olk.exe (Microsoft.OutlookforWindows)",
    "StartMenuExperienceHost.exe (App)",
    "HxOutlook.exe (microsoft.windowslive.mail)",
    "ApplicationFrameHost with a long name.exe (Application)",
    NULL,
};

const char *const lexicon_users[] = {
    "NT AUTHORITY\\SYSTEM",
    "NT AUTHORITY\\LOCAL SERVICE",
    "CONTOSO\\anna",
    "CONTOSO\\Outlook 4028",
    "N/A",
    "AzureAD\\AVeryLongNameOfAUserThatDoesNotFitIntoItsColumnOfFifty",
    NULL,
};

const char *const lexicon_windows[] = {
    "N/A",
    "Inbox - anna@contoso.com - Outlook",
    "OUTLOOK.EXE",
    "4028",
    "OUTLOOK.EXE                   4028 Console                    1    214,080 K",
    "\"OUTLOOK.EXE\",\"4028\",\"Console\",\"1\",\"214,080 K\"",
    "Re: \"a\",\"b\" - Outlook",
    "\"quoted\"",
    "TCP    192.168.2.56:50701     192.168.2.50:443       ESTABLISHED     4028",
    "UDP    0.0.0.0:5353           *:*                                    4028",
    "TCP,OUTLOOK.EXE,4028,ESTABLISHED,192.168.2.56:50701,192.168.2.50:443",
    "TCP 10.0.0.1:50000 10.0.0.2:443 ESTABLISHED 4028 [OUTLOOK.EXE]",
    "[OUTLOOK.EXE]",
    "PID: 4028",
    "Image Name:   OUTLOOK.EXE",
    "Active Connections",
    "========================= ======== ================",
    "a, b; 12,345 K",
    "C:\\Windows\\system32>netstat -ano",
    "Administrator: Command Prompt - tasklist  /v",
    "a title that is much longer than the seventy-two cells which a table leaves for it - Outlook",
    NULL,
};

const char *const lexicon_services[] = {
    "DcomLaunch", "Power",    "SystemEventsBroker",   "RpcEptMapper", "RpcSs",  "EventLog",
    "Dnscache",   "wuauserv", "WpnUserService_3d2b1", "CryptSvc",     "CDPSvc", "LanmanWork",
    NULL,
};

static size_t lexicon_length(const struct lexicon *list)
{
    size_t count = 0;
    while (list[count].name != NULL) {
        count++;
    }
    return count;
}

size_t lexicon_count(void)
{
    return lexicon_length(lexicon_seen) + lexicon_length(lexicon_unseen);
}

const struct lexicon *lexicon_of(size_t index)
{
    size_t seen = lexicon_length(lexicon_seen);
    if (index >= lexicon_count()) {
        return NULL;
    }
    return index < seen ? &lexicon_seen[index] : &lexicon_unseen[index - seen];
}

const char *lexicon_state(const struct lexicon *lexicon, enum state_word state)
{
    const char *word = lexicon->states[state];
    return word != NULL ? word : lexicon_english_states[state];
}
