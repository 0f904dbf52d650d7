package io.mistersmith.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * What all runs of one comparison gave.
 *
 * @param ours a figure per run
 * @param peer a figure per run, in the same order; empty without a peer
 */
record Outcome(Comparison comparison, List<Double> ours, List<Double> peer) {

    /** How a comparison ended. */
    enum Verdict {
        /** Every run met the goal. */
        MET("met"),
        /** No run met it. */
        MISSED("MISSED"),
        /** Some did: the spread covers the goal. */
        UNSURE("UNSURE"),
        /** It has no goal. */
        NONE("-");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** What the goal is compared with, run by run: ratios, or our figures if there is no peer. */
    List<Double> judged() {
        if (peer.isEmpty()) {
            return ours;
        }
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            ratios.add(ours.get(i) / peer.get(i));
        }
        return ratios;
    }

    /** The ratio of the medians, or our median if there is no peer. */
    double middle() {
        return peer.isEmpty() ? median(ours) : median(ours) / median(peer);
    }

    Verdict verdict() {
        if (!comparison.hasGoal()) {
            return Verdict.NONE;
        }
        List<Double> all = new ArrayList<>(judged());
        all.add(middle());
        long good = all.stream()
                .filter(one -> comparison.more() ? one >= comparison.goal() : one <= comparison.goal())
                .count();
        return good == all.size() ? Verdict.MET : good == 0 ? Verdict.MISSED : Verdict.UNSURE;
    }

    static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    /** The line that people read: {@code concern  comparison  ours  peer  ratio  spread  goal  verdict}. */
    String line() {
        List<Double> all = judged();
        String spread = figure(Collections.min(all)) + ".." + figure(Collections.max(all));
        return String.join(
                "  ",
                comparison.concern(),
                comparison.name(),
                figure(median(ours)) + " " + comparison.unit(),
                peer.isEmpty() ? "-" : figure(median(peer)) + " " + comparison.unit(),
                peer.isEmpty() ? "-" : figure(middle()) + "x",
                spread,
                comparison.goalText(),
                verdict().toString());
    }

    String json() {
        return "{\"concern\":\"" + comparison.concern() + "\",\"comparison\":\"" + comparison.name() + "\",\"unit\":\""
                + comparison.unit() + "\",\"ours\":" + ours + ",\"peer\":" + peer + ",\"middle\":" + middle()
                + ",\"goal\":" + (comparison.hasGoal() ? comparison.goal() : "null") + ",\"moreIsBetter\":"
                + comparison.more() + ",\"verdict\":\""
                + verdict() + "\"}";
    }

    /** Three significant digits, and no more than a reader wants. */
    static String figure(double value) {
        double size = Math.abs(value);
        if (size >= 1000) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        String text = String.format(Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f", value);
        return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
    }
}
