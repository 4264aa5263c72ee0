package io.millirun.portal.functions;

import io.millirun.runtimemanager.functions.InvokeMode;
import io.millirun.runtimemanager.functions.UrlAuth;
import java.util.List;
import java.util.Map;

/**
 * A small function to start from.
 *
 * @param id name of its folder, which its texts are found by: {@code starter.<id>.title}
 * @param runtime the runtime it is written for
 * @param symbol icon beside its title
 * @param file path of its code in the package
 * @param source the code of that file
 * @param others what else belongs into the package, by path
 * @param event a sample event for the test console
 * @param needs what its function is made with
 */
record Starter(
        String id,
        String runtime,
        String symbol,
        String file,
        String source,
        Map<String, String> others,
        String event,
        Needs needs) {

    /**
     * What a function needs to work as its starter says.
     *
     * @param secrets variables of its environment that get a value nobody can guess
     * @param access who may call its URL
     * @param answers how its URL answers
     */
    record Needs(List<String> secrets, UrlAuth access, InvokeMode answers) {

        /** What most need: nothing of their own. */
        static final Needs NOTHING = new Needs(List.of(), UrlAuth.ACCESS_KEY, InvokeMode.BUFFERED);
    }
}
