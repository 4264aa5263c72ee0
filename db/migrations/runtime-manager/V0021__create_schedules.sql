-- Schedules: when functions are called by the clock, and each instant at which one was.

CREATE TABLE runtime_manager.schedule (
    tenant_id    uuid        NOT NULL,
    id           uuid        NOT NULL,
    function_id  uuid        NOT NULL,
    qualifier    text        NOT NULL CHECK (length(qualifier) BETWEEN 1 AND 128),
    name         text        NOT NULL CHECK (name ~ '^[a-zA-Z0-9._-]{1,64}$'),
    -- rate(...), cron(...) or at(...), as EventBridge Scheduler writes them.
    expression   text        NOT NULL CHECK (length(expression) BETWEEN 1 AND 256),
    time_zone    text        NOT NULL,
    start_at     timestamptz,
    end_at       timestamptz,
    -- JSON; empty for an event that tells of the schedule.
    payload      text        NOT NULL CHECK (octet_length(payload) <= 262144),
    enabled      boolean     NOT NULL,
    missed       text        NOT NULL CHECK (missed IN ('SKIP', 'ONCE', 'ALL')),
    -- The next instant to fire at; null when there is none, or it is switched off.
    next_at      timestamptz,
    last_at      timestamptz,
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT schedule_name_taken UNIQUE (tenant_id, function_id, name),
    FOREIGN KEY (tenant_id, function_id) REFERENCES runtime_manager.function ON DELETE CASCADE,
    CHECK (end_at > start_at)
);
CREATE INDEX schedule_due ON runtime_manager.schedule (next_at) WHERE next_at IS NOT NULL;

-- The key decides: a schedule fires once at an instant, however many processes see it due.
CREATE TABLE runtime_manager.schedule_firing (
    tenant_id    uuid        NOT NULL,
    schedule_id  uuid        NOT NULL,
    instant      timestamptz NOT NULL,
    event_id     uuid        NOT NULL,
    fired_at     timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, schedule_id, instant),
    FOREIGN KEY (tenant_id, schedule_id) REFERENCES runtime_manager.schedule ON DELETE CASCADE
);
CREATE INDEX schedule_firing_age ON runtime_manager.schedule_firing (fired_at);

ALTER TABLE runtime_manager.schedule ENABLE ROW LEVEL SECURITY;
ALTER TABLE runtime_manager.schedule FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON runtime_manager.schedule TO ${app}
    USING (tenant_id = current_setting('millirun.tenant')::uuid)
    WITH CHECK (tenant_id = current_setting('millirun.tenant')::uuid);
CREATE POLICY all_tenants ON runtime_manager.schedule TO ${worker} USING (true) WITH CHECK (true);

ALTER TABLE runtime_manager.schedule_firing ENABLE ROW LEVEL SECURITY;
ALTER TABLE runtime_manager.schedule_firing FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON runtime_manager.schedule_firing TO ${app}
    USING (tenant_id = current_setting('millirun.tenant')::uuid)
    WITH CHECK (tenant_id = current_setting('millirun.tenant')::uuid);
CREATE POLICY all_tenants ON runtime_manager.schedule_firing TO ${worker} USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE, DELETE ON runtime_manager.schedule, runtime_manager.schedule_firing TO ${app}, ${worker};
