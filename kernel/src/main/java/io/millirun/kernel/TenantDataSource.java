package io.millirun.kernel;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Hands out connections that tell PostgreSQL's row-level security which tenant they serve: {@code millirun.tenant} is set
 * at every check-out, to {@link CurrentTenant} or to nothing, so that a pooled connection never keeps an earlier one's.
 */
public final class TenantDataSource implements DataSource {

    private final DataSource pool;

    public TenantDataSource(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return bound(pool.getConnection());
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return bound(pool.getConnection(user, password));
    }

    private static Connection bound(Connection connection) throws SQLException {
        try (PreparedStatement set = connection.prepareStatement("select set_config('millirun.tenant', ?, false)")) {
            set.setString(1, CurrentTenant.get().map(TenantId::toString).orElse(""));
            set.execute();
            return connection;
        } catch (SQLException failed) {
            try (connection) {
                throw failed;
            }
        }
    }

    @Override
    public @Nullable PrintWriter getLogWriter() throws SQLException {
        return pool.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        pool.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        pool.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return pool.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return pool.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(this) ? type.cast(this) : pool.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || pool.isWrapperFor(type);
    }
}
