-- V0002 read usage_hour as its owner, from whom forced row-level security hides every row: days of before have no sums.

alter table metering.usage_hour no force row level security;
alter table metering.usage_day no force row level security;

-- A day's hours and its sum are written together, so a sum that differs lacks what was there before V0002.
insert into metering.usage_day
select tenant_id, (hour at time zone 'UTC')::date, function_id,
  sum(invocations), sum(requests), sum(billed_ms), sum(mb_ms), sum(init_micros), sum(duration_micros), sum(cpu_micros),
  sum(bytes_in), sum(bytes_out), sum(cold), sum(function_errors), sum(timeouts), sum(out_of_memory), sum(exited),
  sum(platform_faults), sum(unwitnessed)
from metering.usage_hour
group by 1, 2, 3
on conflict (tenant_id, day, function_id) do update set
  invocations = excluded.invocations, requests = excluded.requests, billed_ms = excluded.billed_ms,
  mb_ms = excluded.mb_ms, init_micros = excluded.init_micros, duration_micros = excluded.duration_micros,
  cpu_micros = excluded.cpu_micros, bytes_in = excluded.bytes_in, bytes_out = excluded.bytes_out,
  cold = excluded.cold, function_errors = excluded.function_errors, timeouts = excluded.timeouts,
  out_of_memory = excluded.out_of_memory, exited = excluded.exited, platform_faults = excluded.platform_faults,
  unwitnessed = excluded.unwitnessed
where metering.usage_day.invocations <> excluded.invocations;

alter table metering.usage_hour force row level security;
alter table metering.usage_day force row level security;
