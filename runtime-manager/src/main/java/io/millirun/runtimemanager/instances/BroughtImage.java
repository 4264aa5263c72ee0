package io.millirun.runtimemanager.instances;

import io.millirun.runtimemanager.functions.ImageSettings;

/**
 * What an instance of an image that a user brought needs beside the image.
 *
 * @param settings what overrides the image's own
 * @param launcher image that has the program which connects the log and waits for the function, and then becomes the
 *     image's own command
 */
public record BroughtImage(ImageSettings settings, String launcher) {}
