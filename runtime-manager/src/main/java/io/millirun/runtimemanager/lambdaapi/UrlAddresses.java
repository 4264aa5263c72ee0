package io.millirun.runtimemanager.lambdaapi;

import io.millirun.runtimemanager.functions.UrlConfig;

/** Where function URLs are reached. */
@FunctionalInterface
interface UrlAddresses {

    /** The address of {@code url}, with a slash at its end. */
    String of(ApiRequest request, UrlConfig url);
}
