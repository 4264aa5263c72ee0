package io.millirun.portal.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvFieldTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "plain|\"plain\"",
                "=1+1|\"'=1+1\"",
                "@x|\"'@x\"",
                "-2|\"'-2\"",
                "say \"hi\"|\"say \"\"hi\"\"\"",
                "a,b|\"a,b\""
            })
    void nothingIsAFormulaAndNothingLeavesItsField(String text, String field) {
        assertThat(CsvField.of(text)).isEqualTo(field);
    }
}
