# join.awk in Python. usage: python3 join.py CAPTURE [all]
import sys

capture = sys.argv[1]
every = len(sys.argv) > 2
owners = {}
output = sys.stdout
output.write("capture,snapshot,taken_at,image,pid,session,session_id,kind,proto,local_address,"
             "local_port,remote_address,remote_port,state\n")
with open(capture, encoding="ascii") as lines:
    for line in lines:
        fields = line.split()
        if len(fields) == 5 and fields[0] == "TCP":
            owner = owners.get(fields[4])
            if owner is not None:
                local, local_port = fields[1].split(":")
                remote, remote_port = fields[2].split(":")
                kind = "listener" if remote_port == "0" else "connection"
                output.write(f"{capture},1,,{owner},{kind},TCP,{local},{local_port},"
                             f"{remote},{remote_port},{fields[3]}\n")
        elif len(fields) >= 6 and fields[-1] == "K":
            image = line[:25].rstrip()
            if every or image.lower() == "outlook.exe":
                owners[fields[-5]] = ",".join([image, *fields[-5:-2]])
