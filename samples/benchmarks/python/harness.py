"""Measures a group of workloads in this process and says what came out, in the lines that the runner reads.

The same as dev.plumb.benchmarks.measure in Java: the calls are timed in blocks after warming up, and the median of the blocks is told.
Numbers are in the unit of the workload (Workload.java), which knows the workloads by these names.
"""

import statistics
import sys
import time
import traceback

BLOCKS = 9
FEWER_BLOCKS = 3
LEAST_WARM_UP = 3

MICROSECONDS = {"W1", "W2", "W9"}
GROUPS = {
    "W1": ["W1_SMALL", "W1_MLP"],
    "W2": ["W2_MLP_32", "W2_MLP_128"],
    "W3": ["W3_CNN"],
    "W4": ["W4_LSTM", "W4_LSTM_MASKED", "W4_GRU_BOTH"],
    "W5": ["W5_ENCODER_64", "W5_ENCODER_512"],
    "W7": [f"W7_{net}_{what}" for net in ("RESNET50", "MOBILENETV2", "EFFICIENTNETB0") for what in ("1", "8", "TRAIN")],
    "W8": ["W8_TEXT"],
    "W9": ["W9_TOKENS"],
}


def say(*parts):
    print("\t".join(["@benchmark", *parts]), flush=True)


def peak_megabytes():
    """The most physical memory that this process ever held; Linux tells it."""
    with open("/proc/self/status") as status:
        for line in status:
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024 / 1e6
    raise OSError("/proc/self/status tells no VmHWM")


def seconds_a_call(call, seconds):
    """The median of the blocks."""
    begin = last = time.perf_counter()
    count, shortest = 0, float("inf")
    while count < LEAST_WARM_UP or last - begin < seconds:
        call()
        now = time.perf_counter()
        shortest = min(shortest, now - last)
        last = now
        count += 1
    repeats = max(1, int(seconds / BLOCKS / shortest))
    times = []
    for _ in range(FEWER_BLOCKS if shortest > seconds else BLOCKS):
        start = time.perf_counter()
        for _ in range(repeats):
            call()
        times.append((time.perf_counter() - start) / repeats)
    return statistics.median(times)


def main(make, version):
    """The whole of a library's script.

    make gives (call, steps a call) for the name of a workload, or None if the library has no such layers; version is a text.
    """
    group, seconds = sys.argv[1], float(sys.argv[2])
    if group == "W6":
        call, _ = make("W6_START")
        call()
        say("ready")
        say("measured", "W6_MEMORY", repr(peak_megabytes()))
    for workload in GROUPS.get(group, []):
        try:
            made = make(workload)
            if made is None:
                continue
            call, steps = made
            scale = 1e6 if group in MICROSECONDS else 1e3
            say("measured", workload, repr(seconds_a_call(call, seconds) * scale / steps))
        except Exception as error:  # one workload that fails does not keep the others from being measured
            traceback.print_exc()
            say("missing", workload, " ".join(f"{type(error).__name__}: {error}".split())[:300])
    say("version", version)
