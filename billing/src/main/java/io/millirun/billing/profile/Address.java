package io.millirun.billing.profile;

import java.util.List;
import java.util.stream.Stream;

/**
 * A postal address; parts that are not known are empty.
 *
 * @param country ISO 3166 code of two capital letters, or empty
 */
public record Address(String line1, String line2, String postalCode, String city, String region, String country) {

    /** Nothing known. */
    public static final Address NONE = new Address("", "", "", "", "", "");

    public Address {
        if (!country.matches("([A-Z]{2})?")) {
            throw new IllegalArgumentException("no country code: " + country);
        }
    }

    /** As it is printed, without empty lines. */
    public List<String> lines() {
        String place = Stream.of(postalCode, city)
                .filter(part -> !part.isBlank())
                .reduce("", (one, two) -> (one + " " + two).strip());
        return Stream.of(line1, line2, place, region, country)
                .filter(line -> !line.isBlank())
                .toList();
    }
}
