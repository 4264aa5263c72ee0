package io.millirun.portal.activity;

import io.millirun.metering.ledger.CallCurve;
import io.millirun.metering.ledger.CallCurvePoint;
import io.millirun.metering.ledger.CallJournal;
import io.millirun.portal.figure.Figure;
import io.millirun.portal.functions.FunctionPages;
import io.millirun.portal.organization.Member;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.runtimemanager.functions.DeployedFunction;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** A function's curves over time. */
@Controller
@Needs(Permission.READ_FUNCTIONS)
class MetricsController {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMM, HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final BigDecimal MEGABYTE = BigDecimal.valueOf(1L << 20);

    private final FunctionPages pages;
    private final CallJournal journal;
    private final MessageSource messages;
    private final Clock clock;

    MetricsController(FunctionPages pages, CallJournal journal, MessageSource messages, Clock clock) {
        this.pages = pages;
        this.journal = journal;
        this.messages = messages;
        this.clock = clock;
    }

    /** The whole range in one line. */
    record Sums(
            Figure calls,
            Figure errors,
            Figure errorShare,
            Figure p50,
            Figure p95,
            Figure p99,
            Figure cold,
            Figure coldShare) {}

    /** @param rows of the chart's table: the steps with calls, newest first */
    record Drawn(Chart chart, List<Row> rows) {}

    /** A step of time in a table. */
    record Row(String label, List<String> cells) {}

    @GetMapping("/functions/{name}/metrics")
    String show(
            Member member,
            @PathVariable String name,
            @RequestParam(defaultValue = "24h") String range,
            Model model,
            Locale locale) {
        DeployedFunction function = pages.require(member, name);
        pages.head(model, member, function, locale);
        TimeRange time = TimeRange.of(range, "", "", "24h", clock.instant());
        Duration step = time.step();
        long first = Math.floorDiv(time.from().getEpochSecond(), step.toSeconds()) * step.toSeconds();
        long end =
                Math.floorDiv(clock.instant().getEpochSecond(), step.toSeconds()) * step.toSeconds() + step.toSeconds();
        Instant from = Instant.ofEpochSecond(first);
        Instant to = Instant.ofEpochSecond(end);
        CallCurve curve = journal.curve(member.organization(), function.latest().function(), from, to, step);
        model.addAttribute("range", time);
        model.addAttribute("ranges", TimeRange.NAMES);
        model.addAttribute("sums", sums(curve.whole()));
        model.addAttribute("charts", charts(curve.points(), step, locale));
        model.addAttribute("marks", marks(from, to));
        return "function-metrics";
    }

    private static Sums sums(CallCurvePoint whole) {
        boolean none = whole.calls() == 0;
        return new Sums(
                Figure.count(whole.calls()),
                Figure.count(whole.errors()),
                Figure.share(whole.errors(), whole.calls()),
                none ? Figure.NONE : Figure.time(whole.p50Micros()),
                none ? Figure.NONE : Figure.time(whole.p95Micros()),
                none ? Figure.NONE : Figure.time(whole.p99Micros()),
                Figure.count(whole.cold()),
                Figure.share(whole.cold(), whole.calls()));
    }

    private List<Drawn> charts(List<CallCurvePoint> curve, Duration step, Locale locale) {
        List<Drawn> charts = new ArrayList<>();
        charts.add(drawn(
                curve,
                steps -> Chart.stacked("calls", "", names(locale, "succeeded", "failed"), steps),
                point -> Arrays.asList(count(point.calls() - point.errors()), count(point.errors()))));
        charts.add(drawn(
                curve,
                steps -> Chart.lines("duration", "ms", List.of("p50", "p95", "p99"), steps),
                point -> Arrays.asList(
                        millis(point, point.p50Micros()),
                        millis(point, point.p95Micros()),
                        millis(point, point.p99Micros()))));
        charts.add(drawn(
                curve,
                steps -> Chart.stacked("cold", "", names(locale, "cold"), steps),
                point -> Arrays.asList(count(point.cold()))));
        charts.add(drawn(
                curve,
                steps -> Chart.stacked("concurrency", "", names(locale, "running"), steps),
                point -> Arrays.asList(concurrency(point, step))));
        charts.add(drawn(
                curve,
                steps -> Chart.lines("memory", "MB", names(locale, "used", "configured"), steps),
                point -> Arrays.asList(
                        point.peakMemoryBytes() == 0
                                ? null
                                : BigDecimal.valueOf(point.peakMemoryBytes()).divide(MEGABYTE, 1, RoundingMode.HALF_UP),
                        point.calls() == 0 ? null : BigDecimal.valueOf(point.memoryMb()))));
        return charts;
    }

    private static Drawn drawn(
            List<CallCurvePoint> curve,
            Function<List<Chart.Step>, Chart> chart,
            Function<CallCurvePoint, List<@Nullable BigDecimal>> values) {
        List<Chart.Step> steps = curve.stream()
                .map(point -> new Chart.Step(TIME.format(point.start()) + " UTC", values.apply(point)))
                .toList();
        Chart drawn = chart.apply(steps);
        List<Row> rows = new ArrayList<>();
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (curve.get(i).calls() > 0) {
                rows.add(new Row(
                        steps.get(i).label(),
                        steps.get(i).values().stream()
                                .map(value -> Chart.text(value, drawn.unit()))
                                .toList()));
            }
        }
        return new Drawn(drawn, rows);
    }

    private List<String> names(Locale locale, String... names) {
        return Arrays.stream(names)
                .map(name -> messages.getMessage("metrics.series." + name, null, locale))
                .toList();
    }

    private static List<Instant> marks(Instant from, Instant to) {
        Duration quarter = Duration.between(from, to).dividedBy(4);
        return List.of(
                from, from.plus(quarter), from.plus(quarter.multipliedBy(2)), from.plus(quarter.multipliedBy(3)), to);
    }

    private static BigDecimal count(long count) {
        return BigDecimal.valueOf(count);
    }

    private static @Nullable BigDecimal millis(CallCurvePoint point, long micros) {
        return point.calls() == 0 ? null : BigDecimal.valueOf(micros, 3).setScale(2, RoundingMode.HALF_UP);
    }

    /** Calls that ran at the same time, on average: the time they took, over the time there was. */
    private static BigDecimal concurrency(CallCurvePoint point, Duration step) {
        return BigDecimal.valueOf(point.busyMicros())
                .divide(BigDecimal.valueOf(step.toMillis() * 1_000), 3, RoundingMode.HALF_UP);
    }
}
