-- Asynchronous invocation: events, the queue of those that are not finished, their attempts, and how functions want them.

-- What a function's owner chose; the defaults of AWS Lambda hold where there is no row.
CREATE TABLE runtime_manager.event_policy (
    tenant_id        uuid        NOT NULL,
    function_id      uuid        NOT NULL,
    -- '$LATEST', a version's number or an alias: what events were addressed to.
    qualifier        text        NOT NULL CHECK (length(qualifier) BETWEEN 1 AND 128),
    retries          integer     NOT NULL CHECK (retries BETWEEN 0 AND 10),
    -- Before the first retry, the second, ...; the last one repeats.
    retry_delays_ms  bigint[]    NOT NULL CHECK (cardinality(retry_delays_ms) BETWEEN 1 AND 10),
    maximum_age_ms   bigint      NOT NULL CHECK (maximum_age_ms BETWEEN 60000 AND 21600000),
    -- A function's ARN or an https URL; empty for none.
    on_success       text        NOT NULL CHECK (length(on_success) <= 2048),
    on_failure       text        NOT NULL CHECK (length(on_failure) <= 2048),
    -- AES-256-GCM: signs what is sent to the webhooks above. Null until there is one.
    webhook_secret   bytea,
    updated_at       timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, function_id, qualifier),
    FOREIGN KEY (tenant_id, function_id) REFERENCES runtime_manager.function ON DELETE CASCADE
);

-- The id is a version 7 UUID: ordered by time of acceptance. No foreign key to the function, which may be deleted while
-- its events and dead letters stay.
CREATE TABLE runtime_manager.event (
    tenant_id       uuid        NOT NULL,
    id              uuid        NOT NULL,
    -- A function's event, or a message to a webhook about one.
    target          text        NOT NULL CHECK (target IN ('FUNCTION', 'WEBHOOK')),
    function_id     uuid        NOT NULL,
    function_name   text        NOT NULL,
    qualifier       text        NOT NULL,
    -- Of a webhook; empty for a function.
    url             text        NOT NULL DEFAULT '',
    trigger         text        NOT NULL,
    -- The event whose end this one tells of; null for others.
    origin_id       uuid,
    schedule_id     uuid,
    client_context  text        NOT NULL,
    trace           text        NOT NULL,
    payload         bytea       NOT NULL,
    accepted_at     timestamptz NOT NULL,
    -- From when its age counts: acceptance, or the last redrive.
    aged_from       timestamptz NOT NULL,
    state           text        NOT NULL CHECK (state IN ('PENDING', 'SUCCEEDED', 'DEAD', 'CANCELLED')),
    -- Why it is dead; empty otherwise.
    reason          text        NOT NULL DEFAULT '',
    detail          text        NOT NULL DEFAULT '',
    attempts        integer     NOT NULL DEFAULT 0,
    finished_at     timestamptz,
    executed_version text       NOT NULL DEFAULT '',
    error_type      text        NOT NULL DEFAULT '',
    -- The answer, or the error object of the last attempt; null until there is one, or when it was too large to keep.
    result          bytea,
    result_size     bigint      NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, id),
    CHECK ((state = 'PENDING') = (finished_at IS NULL))
);
CREATE INDEX event_of_function ON runtime_manager.event (tenant_id, function_id, id);
CREATE INDEX event_dead ON runtime_manager.event (tenant_id, id) WHERE state = 'DEAD';

-- One narrow row for each event that is not finished. A claim moves due_at to the end of its lease, so that an event
-- whose worker vanished becomes due again by itself.
CREATE TABLE runtime_manager.event_queue (
    tenant_id      uuid        NOT NULL,
    event_id       uuid        NOT NULL,
    function_id    uuid        NOT NULL,
    accepted_at    timestamptz NOT NULL,
    due_at         timestamptz NOT NULL,
    -- Attempts that counted against the retries, and refusals in a row that did not.
    failures       integer     NOT NULL DEFAULT 0,
    refusals       integer     NOT NULL DEFAULT 0,
    attempts       integer     NOT NULL DEFAULT 0,
    -- The claim: who has it, for which attempt. All null while it waits.
    worker         uuid,
    invocation_id  uuid,
    started_at     timestamptz,
    PRIMARY KEY (tenant_id, event_id),
    CHECK ((worker IS NULL) = (invocation_id IS NULL) AND (worker IS NULL) = (started_at IS NULL))
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_cost_delay = 0);
CREATE INDEX event_queue_due ON runtime_manager.event_queue (tenant_id, due_at);

-- One row for each claim: none is without one, so attempts add up.
CREATE TABLE runtime_manager.event_attempt (
    tenant_id      uuid        NOT NULL,
    event_id       uuid        NOT NULL,
    invocation_id  uuid        NOT NULL,
    number         integer     NOT NULL CHECK (number > 0),
    started_at     timestamptz NOT NULL,
    ended_at       timestamptz NOT NULL,
    outcome        text        NOT NULL CHECK (outcome IN ('SUCCEEDED', 'FAILED', 'REFUSED', 'BROKEN', 'LOST')),
    error_type     text        NOT NULL,
    message        text        NOT NULL CHECK (length(message) <= 1024),
    billed_ms      bigint      NOT NULL CHECK (billed_ms >= 0),
    PRIMARY KEY (tenant_id, event_id, invocation_id)
);

-- Decides duplicates: the first event with a key holds it until it expires.
CREATE TABLE runtime_manager.event_key (
    tenant_id    uuid        NOT NULL,
    function_id  uuid        NOT NULL,
    key          text        NOT NULL CHECK (length(key) BETWEEN 1 AND 256),
    event_id     uuid        NOT NULL,
    expires_at   timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, function_id, key)
);
CREATE INDEX event_key_expiry ON runtime_manager.event_key (expires_at);

-- Each table: the application sees its tenant's rows, workers see all.
ALTER TABLE runtime_manager.event_policy ENABLE ROW LEVEL SECURITY;
ALTER TABLE runtime_manager.event_policy FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON runtime_manager.event_policy TO ${app}
    USING (tenant_id = current_setting('millirun.tenant')::uuid)
    WITH CHECK (tenant_id = current_setting('millirun.tenant')::uuid);
CREATE POLICY all_tenants ON runtime_manager.event_policy TO ${worker} USING (true) WITH CHECK (true);

ALTER TABLE runtime_manager.event ENABLE ROW LEVEL SECURITY;
ALTER TABLE runtime_manager.event FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON runtime_manager.event TO ${app}
    USING (tenant_id = current_setting('millirun.tenant')::uuid)
    WITH CHECK (tenant_id = current_setting('millirun.tenant')::uuid);
CREATE POLICY all_tenants ON runtime_manager.event TO ${worker} USING (true) WITH CHECK (true);

ALTER TABLE runtime_manager.event_queue ENABLE ROW LEVEL SECURITY;
ALTER TABLE runtime_manager.event_queue FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON runtime_manager.event_queue TO ${app}
    USING (tenant_id = current_setting('millirun.tenant')::uuid)
    WITH CHECK (tenant_id = current_setting('millirun.tenant')::uuid);
CREATE POLICY all_tenants ON runtime_manager.event_queue TO ${worker} USING (true) WITH CHECK (true);

ALTER TABLE runtime_manager.event_attempt ENABLE ROW LEVEL SECURITY;
ALTER TABLE runtime_manager.event_attempt FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON runtime_manager.event_attempt TO ${app}
    USING (tenant_id = current_setting('millirun.tenant')::uuid)
    WITH CHECK (tenant_id = current_setting('millirun.tenant')::uuid);
CREATE POLICY all_tenants ON runtime_manager.event_attempt TO ${worker} USING (true) WITH CHECK (true);

ALTER TABLE runtime_manager.event_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE runtime_manager.event_key FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON runtime_manager.event_key TO ${app}
    USING (tenant_id = current_setting('millirun.tenant')::uuid)
    WITH CHECK (tenant_id = current_setting('millirun.tenant')::uuid);
CREATE POLICY all_tenants ON runtime_manager.event_key TO ${worker} USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE, DELETE ON runtime_manager.event_policy, runtime_manager.event, runtime_manager.event_queue,
    runtime_manager.event_attempt, runtime_manager.event_key TO ${app}, ${worker};
