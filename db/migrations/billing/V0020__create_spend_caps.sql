-- Spend caps: what may be spent in a month, and what each process that lets calls in holds of it at the moment.

-- The scope is a function's id, or the id that no function has for all of the organization's functions together.
create table billing.spend_cap (
  tenant_id uuid not null,
  scope uuid not null,
  amount bigint not null check (amount >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- Whether every process counts for it; until then nothing is refused.
  armed boolean not null default false,
  set_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (tenant_id, scope)
);

-- Processes that let calls in, by the spool they write usage to. They all must count before a new cap can hold.
create table billing.spend_node (
  spool uuid primary key,
  node text not null,
  boot uuid not null,
  booted_at timestamptz not null,
  seen_at timestamptz not null
);

create table billing.spend_ack (
  tenant_id uuid not null,
  scope uuid not null,
  spool uuid not null,
  primary key (tenant_id, scope, spool),
  foreign key (tenant_id, scope) references billing.spend_cap on delete cascade
);

-- What a process holds at most: worst cases of running calls, usage that is still in its spool, and slack for more calls.
-- That of a process that died stays until its spool has been taken in.
create table billing.spend_lease (
  tenant_id uuid not null,
  scope uuid not null,
  span_from timestamptz not null check (date_trunc('hour', span_from, 'UTC') = span_from),
  spool uuid not null,
  boot uuid not null,
  requests bigint not null check (requests >= 0),
  mb_ms bigint not null check (mb_ms >= 0),
  renewed_at timestamptz not null,
  primary key (tenant_id, scope, span_from, spool, boot),
  foreign key (tenant_id, scope) references billing.spend_cap on delete cascade
);
create index spend_lease_spool on billing.spend_lease (spool);

-- What an organization has been told, once each: the key names the occasion.
create table billing.notice (
  tenant_id uuid not null,
  key text not null,
  id uuid not null unique,
  kind text not null,
  facts jsonb not null,
  created_at timestamptz not null,
  handed_over_at timestamptz,
  primary key (tenant_id, key)
);
create index notice_waiting on billing.notice (created_at) where handed_over_at is null;

do $$
declare
  owned text;
begin
  foreach owned in array array['spend_cap', 'spend_ack', 'spend_lease', 'notice'] loop
    execute format('alter table billing.%I enable row level security', owned);
    execute format('alter table billing.%I force row level security', owned);
    execute format('create policy own on billing.%I to ${app} using (tenant_id = current_setting(''millirun.tenant'')::uuid)'
      || ' with check (tenant_id = current_setting(''millirun.tenant'')::uuid)', owned);
    execute format('create policy every on billing.%I to ${worker} using (true) with check (true)', owned);
  end loop;
end $$;

grant select, insert, update, delete on billing.spend_cap to ${app}, ${worker};
grant select on billing.spend_lease, billing.notice, billing.spend_node to ${app};
grant select, insert, update, delete on billing.spend_node, billing.spend_ack, billing.spend_lease to ${worker};
grant select, insert, update on billing.notice to ${worker};
