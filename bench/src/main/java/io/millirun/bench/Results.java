package io.millirun.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one run of the benchmarks has found: times, aims held against them, and what could not be measured. */
public final class Results {

    private final Map<String, Sample> samples = new LinkedHashMap<>();
    private final List<Aim> aims = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    Sample add(Sample sample) {
        samples.put(sample.name(), sample);
        System.out.println(sample.row());
        return sample;
    }

    void add(Aim aim) {
        aims.add(aim);
        System.out.println((aim.met() ? "  met     " : "  MISSED  ") + aim.figure() + ": " + aim.measured() + " ("
                + aim.aim() + ")");
    }

    /** Keeps a sentence for the report. */
    public void note(String sentence) {
        notes.add(sentence);
        System.out.println("  note    " + sentence);
    }

    /** Holds {@code value} against an upper limit. */
    public void atMost(String figure, double value, double limit, String unit, String why) {
        add(Aim.atMost(figure, value, limit, unit, why));
    }

    /** Holds {@code value} against a lower limit. */
    public void atLeast(String figure, double value, double limit, String unit, String why) {
        add(Aim.atLeast(figure, value, limit, unit, why));
    }

    Optional<Sample> sample(String name) {
        return Optional.ofNullable(samples.get(name));
    }

    /** The report for people. */
    String markdown(String title, List<String> preface) {
        var text = new StringBuilder("# ").append(title).append("\n\n");
        preface.forEach(line -> text.append(line).append('\n'));
        long met = aims.stream().filter(Aim::met).count();
        text.append("\n## Aims: ")
                .append(met)
                .append(" of ")
                .append(aims.size())
                .append(" met\n\n");
        text.append("| figure | measured | aim | met | from what, or why not |\n|---|---|---|---|---|\n");
        aims.forEach(aim -> text.append("| %s | %s | %s | %s | %s |\n"
                .formatted(aim.figure(), aim.measured(), aim.aim(), aim.met() ? "yes" : "**no**", aim.why())));
        text.append("\n## Times, milliseconds\n\n| | calls | p50 | p90 | p99 | max | per second |\n")
                .append("|---|---|---|---|---|---|---|\n");
        samples.values().forEach(sample -> text.append(sample.row()).append('\n'));
        if (!notes.isEmpty()) {
            text.append("\n## Notes\n\n");
            notes.forEach(note -> text.append("- ").append(note).append('\n'));
        }
        return text.toString();
    }

    /** The report for programs. */
    JsonObject json(JsonObject machine) {
        var times = new JsonArray();
        samples.values().forEach(sample -> times.add(sample.json()));
        var held = new JsonArray();
        aims.forEach(aim -> held.add(new JsonObject()
                .put("figure", aim.figure())
                .put("measured", aim.measured())
                .put("aim", aim.aim())
                .put("met", aim.met())
                .put("why", aim.why())));
        return new JsonObject()
                .put("machine", machine)
                .put("aims", held)
                .put("times", times)
                .put("notes", new JsonArray(notes));
    }
}
