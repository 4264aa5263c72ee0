-- Raw usage records by UTC day, their hourly roll-ups, and what the way into these tables needs.

create type metering.trigger as enum ('invoke', 'url', 'event', 'schedule', 'test');

create type metering.outcome as enum
  ('ok', 'function_error', 'timeout', 'out_of_memory', 'exited', 'platform_fault', 'unwitnessed');

-- The id is a version 7 UUID; the day is that of the time inside it, so that (day, id) is as unique as the id alone.
create table metering.usage_record (
  day date not null,
  id uuid not null,
  tenant_id uuid not null,
  function_id uuid not null,
  function_version text not null,
  trigger metering.trigger not null,
  cold boolean not null,
  init_micros bigint not null check (init_micros >= 0),
  duration_micros bigint not null check (duration_micros >= 0),
  billed_ms bigint not null check (billed_ms >= 0),
  memory_mb integer not null check (memory_mb > 0),
  peak_memory_bytes bigint check (peak_memory_bytes >= 0),
  cpu_micros bigint check (cpu_micros >= 0),
  bytes_in bigint not null check (bytes_in >= 0),
  bytes_out bigint not null check (bytes_out >= 0),
  outcome metering.outcome not null,
  node text not null,
  primary key (day, id),
  check (billed_ms = 0 or outcome not in ('platform_fault', 'unwitnessed'))
) partition by range (day);

create index usage_record_by_tenant on metering.usage_record (tenant_id, day, id);

-- Sums over the records of one hour. Requests are the invocations that are billed.
create table metering.usage_hour (
  tenant_id uuid not null,
  hour timestamptz not null check (date_trunc('hour', hour, 'UTC') = hour),
  function_id uuid not null,
  function_version text not null,
  invocations bigint not null check (invocations > 0),
  requests bigint not null check (requests between 0 and invocations),
  billed_ms bigint not null,
  mb_ms bigint not null,
  init_micros bigint not null,
  duration_micros bigint not null,
  cpu_micros bigint not null,
  bytes_in bigint not null,
  bytes_out bigint not null,
  cold bigint not null,
  function_errors bigint not null,
  timeouts bigint not null,
  out_of_memory bigint not null,
  exited bigint not null,
  platform_faults bigint not null,
  unwitnessed bigint not null,
  primary key (tenant_id, hour, function_id, function_version)
) with (fillfactor = 70);

-- How far each spool has been taken in; committed together with the records before that place.
create table metering.spool_position (
  spool uuid primary key,
  node text not null,
  segment bigint not null,
  "offset" bigint not null,
  shipped_at timestamptz not null
);

-- Records that were not taken in: an operator has to look at every one of them.
create table metering.refused_usage (
  digest bytea primary key,
  invocation_id uuid,
  reason text not null check (reason in ('conflict', 'expired', 'future', 'invalid', 'unreadable')),
  content text not null,
  node text not null,
  refused_at timestamptz not null
);

alter table metering.usage_record enable row level security;
alter table metering.usage_record force row level security;
create policy own on metering.usage_record for select to ${app}
  using (tenant_id = current_setting('millirun.tenant')::uuid);
create policy every on metering.usage_record to ${worker} using (true) with check (true);

alter table metering.usage_hour enable row level security;
alter table metering.usage_hour force row level security;
create policy own on metering.usage_hour for select to ${app}
  using (tenant_id = current_setting('millirun.tenant')::uuid);
create policy every on metering.usage_hour to ${worker} using (true) with check (true);

-- The worker role owns no table: it makes and drops partitions through these two functions alone.
create function metering.create_usage_partition(wanted date) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  partition text := 'usage_record_' || to_char(wanted, 'YYYYMMDD');
begin
  perform pg_advisory_xact_lock(hashtext('metering.usage_record'));
  if to_regclass('metering.' || partition) is null then
    -- Attached afterwards, which lets readers and writers of the other days go on.
    execute format('create table metering.%I (like metering.usage_record including all)', partition);
    execute format('alter table metering.usage_record attach partition metering.%I for values from (%L) to (%L)',
      partition, wanted, wanted + 1);
  end if;
end $$;

-- Drops the partitions of all days before the given one and returns how many there were.
create function metering.drop_usage_partitions(before date) returns integer
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  partition text;
  dropped integer := 0;
begin
  perform pg_advisory_xact_lock(hashtext('metering.usage_record'));
  for partition in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'metering.usage_record'::regclass
      and c.relname < 'usage_record_' || to_char(before, 'YYYYMMDD')
  loop
    execute format('drop table metering.%I', partition);
    dropped := dropped + 1;
  end loop;
  return dropped;
end $$;

revoke all on function metering.create_usage_partition(date), metering.drop_usage_partitions(date) from public;

grant usage on schema metering to ${app}, ${worker};
grant select on metering.usage_record, metering.usage_hour to ${app};
grant select, insert on metering.usage_record, metering.refused_usage to ${worker};
grant select, insert, update on metering.usage_hour, metering.spool_position to ${worker};
grant execute on function metering.create_usage_partition(date), metering.drop_usage_partitions(date) to ${worker};
