-- A month that was invoiced stays as it was: what arrives for it afterwards is billed with the month that is open then.

create table metering.closed_month (
  month date primary key check (extract(day from month) = 1),
  closed_at timestamptz not null
);

-- The month that a late record is billed in; null for those that came in time, which is nearly all.
alter table metering.usage_record add column late_in date check (extract(day from late_in) = 1 and late_in > day);
create index usage_record_late on metering.usage_record (tenant_id, late_in, day, id) where late_in is not null;

-- Sums over late records alone; they are in usage_hour and usage_day as well.
create table metering.late_usage (
  tenant_id uuid not null,
  late_in date not null check (extract(day from late_in) = 1),
  hour timestamptz not null check (date_trunc('hour', hour, 'UTC') = hour),
  function_id uuid not null,
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
  primary key (tenant_id, late_in, hour, function_id)
);

alter table metering.late_usage enable row level security;
alter table metering.late_usage force row level security;
create policy own on metering.late_usage for select to ${app}
  using (tenant_id = current_setting('millirun.tenant')::uuid);
create policy every on metering.late_usage to ${worker} using (true) with check (true);

grant select on metering.closed_month, metering.late_usage to ${app};
grant select, insert on metering.closed_month to ${worker};
grant select, insert, update on metering.late_usage to ${worker};
