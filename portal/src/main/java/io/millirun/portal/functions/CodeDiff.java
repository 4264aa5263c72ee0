package io.millirun.portal.functions;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** What differs between two sets of files, line by line, for reading: unchanged stretches are left out. */
record CodeDiff(List<FileDiff> files) {

    /** Unchanged lines shown around a change. */
    private static final int CONTEXT = 3;

    /** How a line, or a whole file, differs. */
    enum Change {
        ADDED("+"),
        REMOVED("−"),
        CHANGED("~"),
        SAME(" "),
        /** Stands for lines that are left out. */
        GAP("⋯");

        private final String mark;

        Change(String mark) {
            this.mark = mark;
        }

        /** Class of a line that differs so. */
        public String style() {
            return "diff-" + name().toLowerCase(Locale.ROOT);
        }

        /** The sign before the line, so that colour is not the only one. */
        public String mark() {
            return mark;
        }
    }

    /**
     * A line of the diff.
     *
     * @param before its number in the older file, 0 if it is not there
     * @param after its number in the newer file, 0 if it is not there
     */
    record Line(Change change, int before, int after, String text) {}

    /** A file that differs. */
    record FileDiff(String path, Change change, List<Line> lines) {}

    /** The files that differ, by path. */
    static CodeDiff of(Map<String, String> before, Map<String, String> after) {
        List<FileDiff> files = new ArrayList<>();
        var paths = new TreeSet<>(before.keySet());
        paths.addAll(after.keySet());
        for (String path : paths) {
            String older = before.get(path);
            String newer = after.get(path);
            if (older == null) {
                files.add(new FileDiff(path, Change.ADDED, lines("", newer == null ? "" : newer)));
            } else if (newer == null) {
                files.add(new FileDiff(path, Change.REMOVED, lines(older, "")));
            } else if (!older.equals(newer)) {
                files.add(new FileDiff(path, Change.CHANGED, lines(older, newer)));
            }
        }
        return new CodeDiff(files);
    }

    private static List<Line> lines(String older, String newer) {
        List<String> old = split(older);
        List<String> now = split(newer);
        List<Line> lines = new ArrayList<>();
        int before = 0;
        int after = 0;
        for (AbstractDelta<String> delta : DiffUtils.diff(old, now).getDeltas()) {
            while (before < delta.getSource().getPosition()) {
                lines.add(new Line(Change.SAME, ++before, ++after, old.get(before - 1)));
            }
            for (String line : delta.getSource().getLines()) {
                lines.add(new Line(Change.REMOVED, ++before, 0, line));
            }
            for (String line : delta.getTarget().getLines()) {
                lines.add(new Line(Change.ADDED, 0, ++after, line));
            }
        }
        while (before < old.size()) {
            lines.add(new Line(Change.SAME, ++before, ++after, old.get(before - 1)));
        }
        return withoutFarLines(lines);
    }

    private static List<String> split(String text) {
        return text.isEmpty() ? List.of() : text.lines().toList();
    }

    private static List<Line> withoutFarLines(List<Line> lines) {
        boolean[] near = new boolean[lines.size()];
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).change() != Change.SAME) {
                for (int k = Math.max(0, i - CONTEXT); k <= Math.min(lines.size() - 1, i + CONTEXT); k++) {
                    near[k] = true;
                }
            }
        }
        List<Line> shown = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (near[i]) {
                shown.add(lines.get(i));
            } else if (shown.isEmpty() || shown.getLast().change() != Change.GAP) {
                shown.add(new Line(Change.GAP, 0, 0, ""));
            }
        }
        return shown;
    }
}
