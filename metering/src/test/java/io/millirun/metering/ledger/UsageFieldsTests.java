package io.millirun.metering.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.InvocationId;
import io.millirun.kernel.TenantId;
import io.millirun.metering.UsageRecord;
import io.millirun.metering.UsageRecords;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageFieldsTests {

    private static final InvocationId ID = new InvocationId(UUID.fromString("01a20b6e-6d25-7326-959e-a2f5f11ba22d"));

    private final UsageRecord usage = UsageRecords.startedAt(Instant.EPOCH)
            .of(new TenantId(new UUID(1, 2)))
            .of(new FunctionId(new UUID(3, 4)))
            .billed(7, 256)
            .with(ID);
    private final BilledRecord billed = new BilledRecord(usage, YearMonth.of(2026, 12));

    @Test
    void aJsonLineShowsEveryField() {
        assertThat(JsonLine.of(UsageFields.of(billed, _ -> "a \"quoted\"\n\\name")))
                .isEqualTo("""
                        {"id":"01a20b6e-6d25-7326-959e-a2f5f11ba22d","startedAt":"%s",\
                        "organization":"00000000-0000-0001-0000-000000000002",\
                        "function":"00000000-0000-0003-0000-000000000004",\
                        "functionName":"a \\"quoted\\"\\u000a\\\\name","version":"$LATEST","trigger":"url",\
                        "cold":false,"initMicros":0,"durationMicros":7000,"billedMs":7,"memoryMb":256,"mbMs":1792,\
                        "peakMemoryBytes":33554432,"cpuMicros":4900,"bytesIn":17,"bytesOut":42,"outcome":"ok",\
                        "node":"node-1","billedIn":"2026-12"}
                        """.formatted(ID.startedAt()));
    }

    @Test
    void theChainCoversEveryFieldButTheFunctionsName() {
        assertThat(UsageFields.of(billed, _ -> "hello").chained())
                .isEqualTo("01a20b6e-6d25-7326-959e-a2f5f11ba22d," + ID.startedAt()
                        + ",00000000-0000-0001-0000-000000000002,00000000-0000-0003-0000-000000000004,$LATEST,url,false,"
                        + "0,7000,7,256,1792,33554432,4900,17,42,ok,node-1,2026-12\n");
    }

    @Test
    void theChainOfNothingIsTheDigestOfAnEmptyFile() {
        assertThat(new UsageChain().digest())
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void theChainTellsTheOrderOfRecords() {
        UsageChain one = new UsageChain();
        one.add("a\n");
        one.add("b\n");
        UsageChain other = new UsageChain();
        other.add("b\n");
        other.add("a\n");

        assertThat(one.digest()).isNotEqualTo(other.digest());
        assertThat(one.records()).isEqualTo(2);
    }

    @Test
    void aCsvLineHasACellForEveryName() {
        assertThat(Csv.line(UsageFields.NAMES)).startsWith("id,startedAt,").endsWith(",node,billedIn\r\n");
        assertThat(Csv.line(UsageFields.of(billed, _ -> "hello").values()).split(","))
                .hasSize(UsageFields.NAMES.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"})
    void aTextIsNeverAFormula(String text) {
        assertThat(Csv.line(Arrays.asList(text))).startsWith(text.contains("\r") ? "\"'" : "'");
    }

    @Test
    void cellsAreQuotedWhereTheyMustBe() {
        assertThat(Csv.line(Arrays.asList("a,b", "c\"d", "e\nf", null, 1L, true)))
                .isEqualTo("\"a,b\",\"c\"\"d\",\"e\nf\",,1,true\r\n");
    }
}
