-- What operators allow an organization beyond or below the platform's defaults, and whom they have stopped.

create table organization_limits (
    tenant_id uuid primary key references organizations (id),
    -- Null: the platform's default.
    concurrency integer check (concurrency between 0 and 100000),
    functions integer check (functions between 0 and 100000),
    code_bytes bigint check (code_bytes >= 0),
    suspended_at timestamptz,
    suspended_by text,
    suspended_for text,
    changed_at timestamptz not null,
    check ((suspended_at is null) = (suspended_by is null) and (suspended_at is null) = (suspended_for is null))
);
alter table organization_limits enable row level security;
alter table organization_limits force row level security;
create policy own on organization_limits for select to ${app}
    using (tenant_id = current_setting('millirun.tenant')::uuid);
create policy everything on organization_limits to ${worker} using (true) with check (true);
grant select on organization_limits to ${app};
grant select, insert, update on organization_limits to ${worker};
