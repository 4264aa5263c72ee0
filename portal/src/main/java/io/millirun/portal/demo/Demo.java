package io.millirun.portal.demo;

import io.millirun.portal.functions.SampleFunctions.Sample;
import java.util.List;

/**
 * What {@code ./millirun demo} prints: how to get into the demo organization and what is in it.
 *
 * @param token the access key as a bearer token
 */
public record Demo(
        String portalUrl,
        String endpointUrl,
        String email,
        String password,
        String accessKeyId,
        String secretAccessKey,
        String token,
        List<Sample> functions) {

    @Override
    public String toString() {
        return "Demo[" + email + "]";
    }
}
