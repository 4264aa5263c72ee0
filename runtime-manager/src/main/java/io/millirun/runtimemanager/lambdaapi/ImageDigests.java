package io.millirun.runtimemanager.lambdaapi;

/** Port to whoever knows container images. */
@FunctionalInterface
public interface ImageDigests {

    /**
     * SHA-256 of what {@code image} means now, 64 hexadecimal digits.
     *
     * @throws io.millirun.kernel.MillirunException {@code InvalidParameterValueException} if there is no such image and it
     *     cannot be fetched
     */
    String digest(String image);
}
