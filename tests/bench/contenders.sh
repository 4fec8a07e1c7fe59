# What each contender of the benchmark runs, and what it answers. Read by tests/bench/run, which
# sets:
#   file     the capture            all      1: every process is wanted; empty: Outlook
#   options  those of outconn       outlook  its PID
#   outconn, python, bench, here    the programs and folders
# shellcheck shell=bash disable=SC2016,SC2154

# What the contender cannot do without.
program_of() {
    case $1 in
    outconn | *'| outconn') echo "$outconn" ;;
    *'| mawk join') echo mawk ;;
    *) echo "${1%% *}" ;;
    esac
}

# Sets command. CONTENDER; the work has set file, options (of outconn) and all (1: every process).
use_command() {
    case $1 in
    outconn) command=("$outconn" "${options[@]}" "$file") ;;
    'wc -l') command=(wc -l "$file") ;;
    cat) command=(cat "$file") ;;
    'cat | outconn') command=(sh -c 'cat "$1" | "$2"' sh "$file" "$outconn") ;;
    'cat | wc -l') command=(sh -c 'cat "$1" | wc -l' sh "$file") ;;
    'mawk join' | 'gawk join')
        command=("${1% join}" ${all:+-v all=1} -f "$here/join.awk" "$file") ;;
    'iconv | mawk join')
        command=(sh -c 'iconv -f UTF-16 -t UTF-8 "$1" | mawk -f "$2"' sh
            "$file" "$here/join.awk") ;;
    'perl join') command=(perl "$here/join.pl" "$file" ${all:+all}) ;;
    'python3 join') command=("$python" "$here/join.py" "$file" ${all:+all}) ;;
    'mlr join')
        command=(mlr --inidx --ifs ' ' --repifs -S --from "$file"
            put -q ${all:+-s all=1} -f "$here/join.mlr") ;;
    # The hand method, with the PID held to the end of the line, or it would count others, too.
    'rg by hand')
        command=(sh -c 'rg -i outlook.exe "$1" && rg -c " $2\r?\$" "$1"' sh "$file" "$outlook") ;;
    # Its netstat parser does not know the layout of Windows.
    'jc --asciitable')
        command=(sh -c 'sed -n "/^  Proto/,\$p" "$1" | jc --asciitable' sh "$file") ;;
    *) die "no such contender: $1" ;;
    esac
}

# CSV in: the number of rows, and for every process a checksum of the sorted rows.
csv_answer() {
    tail -n +2 | sort >"$bench/answer"
    echo "$(wc -l <"$bench/answer")${all:+ checksum $(cksum <"$bench/answer")}"
    rm "$bench/answer"
}

# What the contender found. Reading alone has no answer.
answer() {
    case $1 in
    'wc -l' | cat | 'cat | wc -l') expected ;;
    'rg by hand') "${command[@]}" | tail -n 1 ;;
    'jc --asciitable') "${command[@]}" | grep -o "\"pid\":\"$outlook\"" | wc -l ;;
    'cat | outconn') "${command[@]}" | grep -c '^  [0-9]' ;;
    outconn)
        case ${options[*]} in
        '-f json') "${command[@]}" | grep -o '"proto":' | wc -l ;;
        *csv) "${command[@]}" | csv_answer ;;
        *) "${command[@]}" | grep -c '^  [0-9]' ;;
        esac ;;
    *) "${command[@]}" | csv_answer ;;
    esac
}

# What is right: the generator's word, and for the rows themselves join.awk's.
expected() {
    local joined
    if [ -z "$all" ]; then
        truth wanted "$file"
        return
    fi
    joined=$(awk -v all=1 -f "$here/join.awk" "$file" | csv_answer)
    [ "${joined%% *}" = "$(truth rows "$file")" ] || die "join.awk lost rows of $file"
    echo "$joined"
}
