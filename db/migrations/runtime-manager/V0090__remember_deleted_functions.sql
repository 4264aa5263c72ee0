-- Bills outlive functions: what a deleted one was called stays as long as its calls are told singly.

CREATE TABLE runtime_manager.former_function (
    tenant_id   uuid        NOT NULL,
    id          uuid        NOT NULL,
    name        text        NOT NULL,
    deleted_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX former_function_age ON runtime_manager.former_function (deleted_at);

ALTER TABLE runtime_manager.former_function ENABLE ROW LEVEL SECURITY;
ALTER TABLE runtime_manager.former_function FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON runtime_manager.former_function TO ${app}
    USING (tenant_id = current_setting('millirun.tenant')::uuid)
    WITH CHECK (tenant_id = current_setting('millirun.tenant')::uuid);
CREATE POLICY all_tenants ON runtime_manager.former_function TO ${worker} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON runtime_manager.former_function TO ${app};
GRANT SELECT, DELETE ON runtime_manager.former_function TO ${worker};
