# Turns the costs that tests/bench/run wrote down into tables, and into JSON.
# usage: awk -v json=FILE -v rounds=N -f report.awk COSTS
#
# COSTS has tab-separated lines:
#   machine TEXT      programs TEXT
#   work ID TITLE BYTES ROWS RULE LIMIT BEYOND BASELINE
#   cost ID CONTENDER WALL_NS CPU_NS RSS_KIB
#   skip ID CONTENDER REASON
# The contender whose name ends in outconn is judged. Rules: at-most (LIMIT times the baseline's
# time), faster (at least LIMIT times as fast as the baseline), memory (at most LIMIT MiB at any
# size, and the sizes within 256 KiB of each other), none.
BEGIN { FS = "\t" }

$1 == "machine" || $1 == "programs" { about[$1] = $2 }

$1 == "work" {
    work[++works] = $2
    title[$2] = $3
    bytes[$2] = $4
    rows[$2] = $5
    rule[$2] = $6
    limit[$2] = $7
    beyond[$2] = $8
    baseline[$2] = $9
}

$1 == "cost" {
    if (!(($2, $3) in runs)) {
        contender[$2, ++contenders[$2]] = $3
        if ($3 ~ /outconn$/)
            judged[$2] = $3
    }
    n = ++runs[$2, $3]
    wall[$2, $3, n] = $4 / 1e9
    cpu[$2, $3, n] = $5 / 1e9
    if ($6 > peak[$2, $3])
        peak[$2, $3] = $6
}

$1 == "skip" { skipped[++skips] = $2 "\t" $3 "\t" $4 }

# Sorts by insertion: there are as many values as rounds.
function median(values, id, name,    count, sorted, i, j) {
    count = runs[id, name]
    for (i = 1; i <= count; i++) {
        for (j = i; j > 1 && sorted[j - 1] > values[id, name, i]; j--)
            sorted[j] = sorted[j - 1]
        sorted[j] = values[id, name, i]
    }
    return count % 2 ? sorted[(count + 1) / 2] : (sorted[count / 2] + sorted[count / 2 + 1]) / 2
}

function ratio(id, name) {
    if (!((id, baseline[id]) in runs))
        return "-"
    return median(wall, id, name) / median(wall, id, baseline[id])
}

# ---- targets: reached[] is what came out, verdict[] what it means --------------------------------

function judge_memory(id,    i, kib, least, most) {
    least = 1e9
    for (i = 1; i <= contenders[id]; i++) {
        kib = peak[id, contender[id, i]]
        least = kib < least ? kib : least
        most = kib > most ? kib : most
    }
    reached[id] = most / 1024
    if (most - least > 256)
        verdict[id] = sprintf("no: differs by %d KiB", most - least)
    else
        verdict[id] = grade(reached[id] <= limit[id], reached[id] <= beyond[id])
}

function grade(holds, holds_beyond) {
    return holds_beyond ? "yes, and beyond" : holds ? "yes" : "no"
}

function judge(id,    times) {
    if (rule[id] == "memory") {
        judge_memory(id)
        return
    }
    if (rule[id] == "none")
        return
    times = (id in judged) ? ratio(id, judged[id]) : "-"
    reached[id] = times
    if (times == "-")
        verdict[id] = "not known: no " baseline[id]
    else if (rule[id] == "at-most")
        verdict[id] = grade(times <= limit[id], times <= beyond[id])
    else {
        reached[id] = 1 / times
        verdict[id] = grade(1 / times >= limit[id], 1 / times >= beyond[id])
    }
}

# ---- text ----------------------------------------------------------------------------------------

function number(format, value) {
    return value == "-" ? "-" : sprintf(format, value)
}

function target_words(id) {
    if (rule[id] == "memory")
        return "at most " limit[id] " MiB"
    return rule[id] == "faster" ? limit[id] " x faster than " baseline[id] : \
        "at most " limit[id] " x " baseline[id]
}

function print_work(id,    i, name) {
    printf "\n%s (%.4g MB, %d rows)\n", title[id], bytes[id] / 1e6, rows[id]
    printf "  %-22s %10s %8s %10s %10s\n", "", "median ms", "ratio", "cpu ms", "peak MiB"
    for (i = 1; i <= contenders[id]; i++) {
        name = contender[id, i]
        printf "  %-22s %10.2f %8s %10.2f %10.1f\n", name, 1e3 * median(wall, id, name),
            number("%.2f", ratio(id, name)), 1e3 * median(cpu, id, name), peak[id, name] / 1024
    }
}

function print_scaling(    i, id, name, seconds, head) {
    for (i = 1; i <= works; i++) {
        id = work[i]
        if (id !~ /^scaling-/)
            continue
        if (!head++)
            printf "\nhow time and memory grow; -f csv\n  %10s %12s %10s %14s %10s\n", "MB",
                "median ms", "MB/s", "ratio to wc -l", "peak MiB"
        name = judged[id]
        seconds = median(wall, id, name)
        printf "  %10.4g %12.2f %10.0f %14s %10.1f\n", bytes[id] / 1e6, 1e3 * seconds,
            bytes[id] / 1e6 / seconds, number("%.2f", ratio(id, name)), peak[id, name] / 1024
    }
}

function print_targets(    i, id, head) {
    for (i = 1; i <= works; i++) {
        id = work[i]
        if (rule[id] == "none")
            continue
        if (!head++)
            printf "\n%-40s  %-25s %8s %8s  %s\n", "", "target", "beyond", "reached", "holds"
        printf "%-40s  %-25s %8s %8s  %s\n", title[id], target_words(id), beyond[id],
            number("%.2f", reached[id]), verdict[id]
    }
}

function print_skipped(    i, part, line, told) {
    for (i = 1; i <= skips; i++) {
        split(skipped[i], part, "\t")
        line = part[3] == "not installed" ? part[2] ": not installed" : \
            part[2] ": " part[3] " (" title[part[1]] ")"
        if (!told[line]++)
            printf "%sleft out: %s\n", i == 1 ? "\n" : "", line
    }
}

# ---- JSON ----------------------------------------------------------------------------------------

function quoted(text) {
    gsub(/[\\"]/, "\\\\&", text)
    return "\"" text "\""
}

function number_or_null(value) {
    return value == "-" || value == "" ? "null" : sprintf("%.6g", value)
}

function json_target(id) {
    if (rule[id] == "none")
        return "null"
    return sprintf("{\"rule\":%s,\"limit\":%s,\"beyond\":%s,\"reached\":%s,\"holds\":%s}",
        quoted(rule[id]), limit[id], beyond[id], number_or_null(reached[id]),
        verdict[id] ~ /^yes/ ? "true" : verdict[id] ~ /^no($|:)/ ? "false" : "null")
}

function json_contender(id, name) {
    return sprintf("{\"name\":%s,\"median_s\":%s,\"ratio\":%s,\"cpu_s\":%s,\"peak_kib\":%d}",
        quoted(name), number_or_null(median(wall, id, name)), number_or_null(ratio(id, name)),
        number_or_null(median(cpu, id, name)), peak[id, name])
}

function write_json_work(id,    i) {
    printf "{\"id\":%s,\"title\":%s,\"bytes\":%s,\"rows\":%s,\"baseline\":%s,\"target\":%s,\n" \
        " \"contenders\":[", quoted(id), quoted(title[id]), bytes[id], rows[id],
        baseline[id] == "-" ? "null" : quoted(baseline[id]), json_target(id) >json
    for (i = 1; i <= contenders[id]; i++)
        printf "%s\n  %s", i == 1 ? "" : ",", json_contender(id, contender[id, i]) >json
    printf "]}" >json
}

function write_json(    i, part) {
    printf "{\"machine\":%s,\n\"programs\":%s,\n\"rounds\":%d,\n\"works\":[",
        quoted(about["machine"]), quoted(about["programs"]), rounds >json
    for (i = 1; i <= works; i++) {
        printf "%s\n", i == 1 ? "" : "," >json
        write_json_work(work[i])
    }
    printf "],\n\"left_out\":[" >json
    for (i = 1; i <= skips; i++) {
        split(skipped[i], part, "\t")
        printf "%s\n{\"work\":%s,\"contender\":%s,\"reason\":%s}", i == 1 ? "" : ",",
            quoted(part[1]), quoted(part[2]), quoted(part[3]) >json
    }
    print "]}" >json
}

END {
    print about["machine"]
    print about["programs"]
    print "medians of " rounds " rounds, output to the null device, capture in the page cache"
    for (i = 1; i <= works; i++) {
        judge(work[i])
        if (work[i] !~ /^scaling-/)
            print_work(work[i])
    }
    print_scaling()
    print_targets()
    print_skipped()
    write_json()
}
