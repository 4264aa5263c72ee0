-- A month of many functions is too many hours to add up for each look at a statement: sums by UTC day, kept beside them.

create table metering.usage_day (
  tenant_id uuid not null,
  day date not null,
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
  primary key (tenant_id, day, function_id)
) with (fillfactor = 70);

insert into metering.usage_day
select tenant_id, (hour at time zone 'UTC')::date, function_id,
  sum(invocations), sum(requests), sum(billed_ms), sum(mb_ms), sum(init_micros), sum(duration_micros), sum(cpu_micros),
  sum(bytes_in), sum(bytes_out), sum(cold), sum(function_errors), sum(timeouts), sum(out_of_memory), sum(exited),
  sum(platform_faults), sum(unwitnessed)
from metering.usage_hour
group by 1, 2, 3;

alter table metering.usage_day enable row level security;
alter table metering.usage_day force row level security;
create policy own on metering.usage_day for select to ${app}
  using (tenant_id = current_setting('millirun.tenant')::uuid);
create policy every on metering.usage_day to ${worker} using (true) with check (true);

grant select on metering.usage_day to ${app};
grant select, insert, update on metering.usage_day to ${worker};
