package io.millirun.runtimemanager.lambdaapi;

/** One operation of the API: what it does with an authenticated request, on a thread that may block. */
@FunctionalInterface
interface Operation {

    /**
     * Does it.
     *
     * @throws io.millirun.kernel.MillirunException with the error type and sentence to answer
     */
    ApiReply run(ApiRequest request);
}
