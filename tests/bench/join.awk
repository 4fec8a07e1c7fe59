# The join that a user would write: the rows of outlook.exe, or with -v all=1 of every process, in
# the columns of outconn -f csv. For the layout that generate.c writes, process list first.
# usage: awk [-v all=1] -f join.awk CAPTURE
# join.pl, join.py and join.mlr do the same in other languages.
BEGIN {
    print "capture,snapshot,taken_at,image,pid,session,session_id,kind,proto,local_address," \
          "local_port,remote_address,remote_port,state"
}

$1 == "TCP" {
    pid = $5 + 0
    if (pid in owner) {
        split($2, local, ":")
        split($3, remote, ":")
        kind = remote[2] == 0 ? "listener" : "connection"
        print FILENAME ",1,," owner[pid] "," kind ",TCP," local[1] "," local[2] "," \
              remote[1] "," remote[2] "," $4
    }
    next
}

# System Idle Process: the name may hold blanks, so the other columns are counted from the right.
/ K\r?$/ {
    image = substr($0, 1, 25)
    sub(/ +$/, "", image)
    if (all || tolower(image) == "outlook.exe") {
        owner[$(NF - 4) + 0] = image "," $(NF - 4) "," $(NF - 3) "," $(NF - 2)
    }
}
