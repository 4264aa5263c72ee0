package io.millirun.portal.usage;

import io.millirun.kernel.FunctionId;
import io.millirun.metering.ledger.UsageLedger;
import io.millirun.metering.ledger.UsagePeriod;
import io.millirun.metering.ledger.UsageTotals;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.portal.statement.FunctionNames;
import io.millirun.runtimemanager.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.format.annotation.DateTimeFormat.ISO;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** What an organization used, for programs. */
@RestController
@Needs(Permission.READ_USAGE)
@RequestMapping("/api/v1/usage")
@Tag(name = "Usage", description = "What the organization used, and what it costs so far")
class UsageApi {

    private static final long MOST_DAYS = 400;

    private final UsageLedger ledger;
    private final FunctionNames functions;

    UsageApi(UsageLedger ledger, FunctionNames functions) {
        this.ledger = ledger;
        this.functions = functions;
    }

    /** How usage is put together. */
    enum By {
        TOTAL,
        DAY,
        FUNCTION
    }

    /**
     * Usage of a day, a function or the whole time. All numbers are whole.
     *
     * @param key the UTC day, or the function's id; empty for the whole
     * @param name the function's name, if it still has one
     * @param requests invocations that are billed
     * @param mbMs configured megabytes times billed milliseconds; GB-seconds are this divided by 1,024,000
     */
    record Usage(
            String key,
            @Nullable String name,
            long invocations,
            long requests,
            long billedMs,
            long mbMs,
            long errors,
            long coldStarts,
            long bytesIn,
            long bytesOut) {

        static Usage of(String key, @Nullable String name, UsageTotals totals) {
            return new Usage(
                    key,
                    name,
                    totals.invocations(),
                    totals.requests(),
                    totals.billedMs(),
                    totals.mbMs(),
                    totals.errors(),
                    totals.cold(),
                    totals.bytesIn(),
                    totals.bytesOut());
        }
    }

    @GetMapping
    @Operation(summary = "Usage of UTC days, from the first until before the last: in all, by day or by function")
    List<Usage> usage(
            Caller caller,
            @RequestParam @DateTimeFormat(iso = ISO.DATE) LocalDate from,
            @RequestParam @DateTimeFormat(iso = ISO.DATE) LocalDate to,
            @RequestParam(defaultValue = "total") String by) {
        By wanted = Stream.of(By.values())
                .filter(one -> one.name().equalsIgnoreCase(by))
                .findFirst()
                .orElseThrow(() -> bad("by is total, day or function."));
        if (!from.isBefore(to) || ChronoUnit.DAYS.between(from, to) > MOST_DAYS) {
            throw bad("from is a day before to, at most " + MOST_DAYS + " days.");
        }
        UsagePeriod period = UsagePeriod.days(from, to);
        return switch (wanted) {
            case TOTAL -> List.of(Usage.of("", null, ledger.totals(caller.tenant(), period)));
            case DAY ->
                ledger.byDay(caller.tenant(), period).entrySet().stream()
                        .map(day -> Usage.of(day.getKey().toString(), null, day.getValue()))
                        .toList();
            case FUNCTION -> byFunction(caller, period);
        };
    }

    private List<Usage> byFunction(Caller caller, UsagePeriod period) {
        FunctionNames.Known names = functions.of(caller.tenant());
        return ledger.byFunction(caller.tenant(), period).entrySet().stream()
                .map((Map.Entry<FunctionId, UsageTotals> one) ->
                        Usage.of(one.getKey().toString(), names.called(one.getKey()), one.getValue()))
                .toList();
    }

    private static ResponseStatusException bad(String why) {
        return new ResponseStatusException(HttpStatus.BAD_REQUEST, why);
    }
}
