package io.millirun.runtimemanager.runtimeapi;

/**
 * How instances are served.
 *
 * @param region told to functions as {@code AWS_REGION}
 * @param port port that instances connect to
 * @param answerLimit bytes of the largest answer that is kept
 * @param streamLimit bytes of the largest answer that is streamed
 * @param inlineLimit bytes of code up to which a package is sent from memory
 */
public record RuntimeApiSettings(String region, int port, int answerLimit, long streamLimit, int inlineLimit) {}
