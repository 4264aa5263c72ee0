-- Where functions' code was fetched from, to fetch it again. Access tokens are not kept.

create table git_sources (
    tenant_id uuid not null references organizations (id),
    function_id uuid not null,
    url text not null check (length(url) between 1 and 500),
    ref text not null check (length(ref) <= 200),
    folder text not null check (length(folder) <= 500),
    commit_id text not null check (commit_id ~ '^[0-9a-f]{40}$'),
    fetched_at timestamptz not null,
    primary key (tenant_id, function_id)
);
alter table git_sources enable row level security;
alter table git_sources force row level security;
create policy own on git_sources to ${app}
    using (tenant_id = current_setting('millirun.tenant')::uuid)
    with check (tenant_id = current_setting('millirun.tenant')::uuid);
create policy everything on git_sources to ${worker} using (true) with check (true);
grant select, insert, update, delete on git_sources to ${app}, ${worker};
