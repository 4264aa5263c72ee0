-- What functions print and how each call went, kept beyond the call: by UTC day of the call's start.

create table runtime_manager.function_log (
  day date not null,
  tenant_id uuid not null,
  function_id uuid not null,
  -- The invocation. Its output comes in parts: some while it runs, the last when it ends, some printed after that.
  id uuid not null,
  part integer not null check (part >= 0),
  kind text not null check (kind in ('running', 'end', 'late')),
  version text not null,
  output text not null,
  -- More was printed than is kept, or there was no time to keep it.
  cut boolean not null,
  dropped boolean not null,
  written_at timestamptz not null default now(),
  -- How it went; with the last part alone.
  outcome text,
  cold boolean,
  queued_micros bigint check (queued_micros >= 0),
  init_micros bigint check (init_micros >= 0),
  duration_micros bigint check (duration_micros >= 0),
  billed_ms bigint check (billed_ms >= 0),
  memory_mb integer,
  peak_memory_bytes bigint,
  error_type text,
  error_message text,
  primary key (tenant_id, function_id, day, id, part),
  check ((kind = 'end') = (outcome is not null))
) partition by range (day);

-- Whoever follows a log asks for what was written since.
create index function_log_written on runtime_manager.function_log (tenant_id, function_id, written_at);

-- How long a function's logs are kept, and whether its events are; functions without a row have the defaults.
create table runtime_manager.log_setting (
  tenant_id uuid not null,
  function_id uuid not null,
  retention_days integer not null check (retention_days between 1 and 3653),
  capture_events boolean not null,
  primary key (tenant_id, function_id),
  foreign key (tenant_id, function_id) references runtime_manager.function on delete cascade
);

-- Events of functions whose owner switched their capture on, sealed with a key that is not in the database.
create table runtime_manager.captured_event (
  day date not null,
  tenant_id uuid not null,
  function_id uuid not null,
  id uuid not null,
  event bytea not null,
  primary key (tenant_id, function_id, day, id)
) partition by range (day);

-- The worker role owns no table: it makes and drops partitions through these two functions alone.
create function runtime_manager.create_log_partitions(wanted date) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  parent text;
  partition text;
begin
  perform pg_advisory_xact_lock(hashtext('runtime_manager.function_log'));
  foreach parent in array array['function_log', 'captured_event'] loop
    partition := parent || '_' || to_char(wanted, 'YYYYMMDD');
    if to_regclass('runtime_manager.' || partition) is null then
      execute format('create table runtime_manager.%I (like runtime_manager.%I including all)', partition, parent);
      execute format('alter table runtime_manager.%I attach partition runtime_manager.%I for values from (%L) to (%L)',
        parent, partition, wanted, wanted + 1);
    end if;
  end loop;
end $$;

-- Drops the partitions of all days before the given one and returns how many there were.
create function runtime_manager.drop_log_partitions(before date) returns integer
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  partition text;
  dropped integer := 0;
begin
  perform pg_advisory_xact_lock(hashtext('runtime_manager.function_log'));
  for partition in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent in ('runtime_manager.function_log'::regclass, 'runtime_manager.captured_event'::regclass)
      and right(c.relname, 8) < to_char(before, 'YYYYMMDD')
  loop
    execute format('drop table runtime_manager.%I', partition);
    dropped := dropped + 1;
  end loop;
  return dropped;
end $$;

revoke all on function runtime_manager.create_log_partitions(date), runtime_manager.drop_log_partitions(date) from public;

alter table runtime_manager.function_log enable row level security;
alter table runtime_manager.function_log force row level security;
create policy own_tenant on runtime_manager.function_log for select to ${app}
  using (tenant_id = current_setting('millirun.tenant')::uuid);
create policy all_tenants on runtime_manager.function_log to ${worker} using (true) with check (true);

alter table runtime_manager.log_setting enable row level security;
alter table runtime_manager.log_setting force row level security;
create policy own_tenant on runtime_manager.log_setting to ${app}
  using (tenant_id = current_setting('millirun.tenant')::uuid)
  with check (tenant_id = current_setting('millirun.tenant')::uuid);
create policy all_tenants on runtime_manager.log_setting to ${worker} using (true) with check (true);

alter table runtime_manager.captured_event enable row level security;
alter table runtime_manager.captured_event force row level security;
create policy own_tenant on runtime_manager.captured_event to ${app}
  using (tenant_id = current_setting('millirun.tenant')::uuid);
create policy all_tenants on runtime_manager.captured_event to ${worker} using (true) with check (true);

grant select on runtime_manager.function_log to ${app};
grant select, delete on runtime_manager.captured_event to ${app};
grant select, insert, update, delete on runtime_manager.log_setting to ${app};
grant select, insert, delete on runtime_manager.function_log, runtime_manager.captured_event to ${worker};
grant select on runtime_manager.log_setting to ${worker};
grant execute on function runtime_manager.create_log_partitions(date), runtime_manager.drop_log_partitions(date)
  to ${worker};
