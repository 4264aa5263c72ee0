package io.millirun.portal.journey;

import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;

/** A running Millirun that a journey goes through, whatever it is made of. */
public interface Installation extends AutoCloseable {

    /** Where the browser goes. */
    URI portal();

    /** Where calls go. */
    URI gateway();

    /** The database, as its owner: what the pages are held against. */
    Connection database() throws SQLException;

    /** The replica whose containers are this installation's; the value of a label. */
    String replica();

    /** Output to look at when something went wrong. */
    String log();

    @Override
    void close();
}
