"""Trains and asks scikit-learn's random forest on one core, as a JSON job on standard input says; answers with JSON.

Job: width, classes, train and test ({rows, labels}: files of float64 and uint16), parameters (of RandomForestClassifier), repeats, singles (rows
scored one by one), proba (file that gets the test rows' shares as float64, one column a class). What is null isn't done.
"""

import json
import pickle
import sys
import time

import numpy
import sklearn
from sklearn.ensemble import RandomForestClassifier


def megabytes(field):
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) / 1024 for line in status if line.startswith(field))
    except OSError:
        return float("nan")


def read(part, width):
    return numpy.fromfile(part["rows"]).reshape(-1, width), numpy.fromfile(part["labels"], dtype=numpy.uint16)


job = json.load(sys.stdin)
rows, labels = read(job["train"], job["width"])
start = megabytes("VmRSS")
cpu = []
for _ in range(job["repeats"]):
    forest = RandomForestClassifier(n_jobs=1, **job["parameters"])
    before = time.process_time()
    forest.fit(rows, labels)
    cpu.append(time.process_time() - before)
answer = {"version": sklearn.__version__, "cpu": cpu, "megabytes": megabytes("VmHWM") - start}

if job["test"] is not None:
    test, _ = read(job["test"], job["width"])
    forest.predict_proba(test[:100])
    before = time.process_time()
    shares = forest.predict_proba(test)
    answer["rowsPerSecond"] = len(test) / (time.process_time() - before)
    proba = numpy.zeros((len(test), job["classes"]))
    proba[:, forest.classes_] = shares
    proba.tofile(job["proba"])
    single = []
    for row in test[: job["singles"]]:
        before = time.perf_counter()
        forest.predict_proba(row.reshape(1, -1))
        single.append((time.perf_counter() - before) * 1e6)
    answer["single"] = single
    answer["bytes"] = len(pickle.dumps(forest))

json.dump(answer, sys.stdout)
