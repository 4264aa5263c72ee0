-- Trials of a function at several memory sizes, and what they have found so far; any portal process shows them.

create table right_sizings (
    tenant_id uuid not null references organizations (id),
    id uuid not null,
    function_id uuid not null,
    event text not null check (octet_length(event) <= 6291456),
    -- [{"memoryMb", "calls", "initMicros", "fastestMicros", "medianMicros", "billedMs", "price", "currency", "problem"}]
    trials jsonb not null,
    sizes integer[] not null check (cardinality(sizes) between 1 and 8),
    started_at timestamptz not null,
    changed_at timestamptz not null,
    finished boolean not null default false,
    primary key (tenant_id, id)
);
create index right_sizings_function on right_sizings (tenant_id, function_id, started_at desc);
alter table right_sizings enable row level security;
alter table right_sizings force row level security;
create policy own on right_sizings to ${app}
    using (tenant_id = current_setting('millirun.tenant')::uuid)
    with check (tenant_id = current_setting('millirun.tenant')::uuid);
create policy everything on right_sizings to ${worker} using (true) with check (true);
grant select, insert, update, delete on right_sizings to ${app}, ${worker};
