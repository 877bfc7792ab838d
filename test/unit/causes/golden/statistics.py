"""Makes statistics.json: what scipy and scikit-learn say to the same numbers.

Run with /usr/bin/python3 (Debian's python3-sklearn): scipy 1.10.1, scikit-learn 1.2.1, numpy 1.24.2. Same numbers on every run.
"""

import json
import pathlib

import numpy as np
from scipy import optimize, stats
from sklearn.calibration import calibration_curve
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import log_loss

random = np.random.default_rng(20)
LEAST = 1e-4


def softmax(logs):
    weights = np.exp(logs - logs.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)


def draw(rows):
    return np.array([random.choice(len(row), p=row) for row in rows])



def intervals():
    made = []
    for k, n in [(0, 1), (1, 1), (0, 149), (3, 10), (10, 10), (18, 1500), (45, 3000), (9, 600), (120, 20000)]:
        for confidence in (0.9, 0.95, 0.99):
            both = stats.binomtest(k, n).proportion_ci(confidence, method="exact")
            upper = 1.0 if k == n else stats.beta.ppf(confidence, k + 1, n - k)
            made.append({"k": k, "n": n, "confidence": confidence, "lower": both.low, "upper": both.high, "oneSided": upper})
    return made


def isotonic():
    predicted = np.round(random.beta(1, 4, 120), 2)
    happened = random.random(120) < predicted**1.5
    least = 0.5 / len(predicted)
    model = IsotonicRegression(y_min=least, y_max=1 - least, out_of_bounds="clip").fit(predicted, happened)
    asked = np.round(np.linspace(0, 1, 41), 3)
    return {"predicted": predicted.tolist(), "happened": happened.tolist(), "asked": asked.tolist(), "answered": model.predict(asked).tolist()}


def reliability():
    predicted = np.round(random.beta(0.5, 2, 300), 4)
    happened = random.random(300) < predicted
    rate, mean = calibration_curve(happened, predicted, n_bins=10, strategy="uniform")
    bins = np.searchsorted(np.linspace(0, 1, 11)[1:-1], predicted)
    held = np.bincount(bins, minlength=10)
    held = held[held > 0]
    ece = float(np.sum(np.abs(rate - mean) * held) / 300)
    return {"predicted": predicted.tolist(), "happened": happened.tolist(), "mean": mean.tolist(), "rate": rate.tolist(), "ece": ece}


def temperature():
    logs = random.normal(0, 1.2, (200, 5))
    labels = draw(softmax(logs))
    probas = np.round(softmax(logs * 1.7), 6)  # bolder than the truth

    def loss(log_temperature):
        kept = np.log(np.clip(probas, LEAST, 1))
        return log_loss(labels, softmax(kept / np.exp(log_temperature)), labels=range(5))

    best = optimize.minimize_scalar(loss, bounds=(np.log(0.2), np.log(5)), method="bounded", options={"xatol": 1e-10})
    return {"probas": probas.tolist(), "labels": labels.tolist(), "temperature": float(np.exp(best.x)), "logLoss": float(best.fun)}


def quantile():
    probas = softmax(random.normal(0, 1.5, (60, 6)))
    probas[:, 0] = 0
    probas = np.round(probas / probas.sum(axis=1, keepdims=True), 6)
    labels = draw(probas / probas.sum(axis=1, keepdims=True))
    scores = 1 - probas[np.arange(60), labels] / probas.sum(axis=1)
    level = np.ceil(61 * 0.9) / 60
    return {
        "probas": probas.tolist(),
        "labels": labels.tolist(),
        "coverage": 0.9,
        "least": float(1 - np.quantile(scores, level, method="inverted_cdf")),
    }


def losses():
    probas = softmax(random.normal(0, 1, (80, 4)))
    probas = np.round(probas, 6)
    probas[:, 0] = 1 - probas[:, 1:].sum(axis=1)
    labels = draw(probas)
    happened = np.eye(4)[labels]
    return {
        "probas": probas.tolist(),
        "labels": labels.tolist(),
        "logLoss": log_loss(labels, probas, labels=range(4)),
        "brier": float(((probas - happened) ** 2).sum(axis=1).mean()),
    }


def paired():
    champion = np.round(random.exponential(0.3, 1200), 4)
    challenger = np.round(champion * 0.95 + random.normal(0, 0.05, 1200).clip(-0.05), 4)
    test = stats.ttest_rel(champion, challenger)
    return {
        "champion": champion.tolist(),
        "challenger": challenger.tolist(),
        "gain": float((champion - challenger).mean()),
        "z": float(test.statistic),
    }


def pool():
    """Weights between 0 and 1 that make the penalised log loss least, by L-BFGS-B on the same objective."""
    truth = random.normal(0, 1.5, (200, 5))
    labels = draw(softmax(truth)) + 1
    rules = np.round(softmax(truth * 0.8 + random.normal(0, 1, truth.shape)), 4)
    model = np.round(softmax(truth * 1.3 + random.normal(0, 0.8, truth.shape)), 4)

    def smooth(rows, cases):
        shares = rows / rows.sum(axis=1, keepdims=True)
        return np.log((shares * cases + 0.5) / (cases + 0.5 * 5))

    by_rules, by_model = smooth(rules, 5000), smooth(model, 400)

    def loss(weights):
        logs = weights[0] * by_rules + weights[1] * by_model
        chosen = np.log(softmax(logs))[np.arange(200), labels - 1]
        return -chosen.sum() + 10 * ((weights[0] - 1) ** 2 + weights[1] ** 2)

    best = optimize.minimize(loss, [0.5, 0.5], bounds=[(0, 1), (0, 1)], method="L-BFGS-B", options={"ftol": 1e-15, "gtol": 1e-10})
    return {"rules": rules.tolist(), "model": model.tolist(), "labels": labels.tolist(), "weights": best.x.tolist()}


def page_hinkley():
    """The definition, for all prefixes at once: no state, no loop."""
    losses = np.round(np.concatenate([random.exponential(0.24, 3000), random.exponential(0.6, 1500)]), 3)
    cap, tolerance, threshold, least = 3, 0.03, 50, 200
    capped = np.minimum(losses, cap)
    means = np.cumsum(capped) / np.arange(1, len(capped) + 1)
    sums = np.cumsum(capped - means - tolerance)
    rises = sums - np.minimum(np.minimum.accumulate(sums), 0)
    alarm = int(np.flatnonzero((rises > threshold) & (np.arange(1, len(capped) + 1) >= least))[0])
    return {"losses": losses.tolist(), "alarmAt": alarm, "rise": float(rises[alarm])}


def population():
    reference = np.column_stack([random.normal(0, 1, 500), random.random(500) < 0.1, random.exponential(2, 500)]).round(3)
    recent = np.column_stack([random.normal(0.4, 1, 200), random.random(200) < 0.1, random.exponential(2, 200)]).round(3)
    psi = []
    for column in (0, 2):
        ends = np.quantile(reference[:, column], np.arange(1, 10) / 10, method="inverted_cdf")
        then, now = (np.bincount(np.searchsorted(ends, rows[:, column]), minlength=10) for rows in (reference, recent))
        before, after = (then + 0.5) / 505, (now + 0.5) / 205
        psi.append(float(stats.entropy(after, before) + stats.entropy(before, after)))
    return {"width": 3, "reference": reference.ravel().tolist(), "recent": recent.ravel().tolist(), "psi": psi}


golden = {
    "madeBy": "statistics.py with scipy 1.10.1, scikit-learn 1.2.1, numpy 1.24.2",
    "intervals": intervals(),
    "isotonic": isotonic(),
    "reliability": reliability(),
    "temperature": temperature(),
    "quantile": quantile(),
    "losses": losses(),
    "paired": paired(),
    "pool": pool(),
    "pageHinkley": page_hinkley(),
    "population": population(),
}
lines = ",\n".join(f" {json.dumps(name)}: {json.dumps(value, separators=(',', ':'))}" for name, value in golden.items())
pathlib.Path(__file__).with_suffix(".json").write_text("{\n" + lines + "\n}\n")
