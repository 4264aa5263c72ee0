-- How organizations stand with their payments, and every step that led there.

-- An organization without a row is in good standing.
create table billing.standing (
  tenant_id uuid primary key,
  state text not null check (state in ('good', 'reminded', 'warned', 'read_only', 'stopped', 'exempt')),
  -- When it began; of an exemption, when it ends.
  at timestamptz not null
);
create index standing_not_good on billing.standing (state) where state <> 'good';

create table billing.standing_change (
  tenant_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  from_state text not null,
  to_state text not null,
  changed_by text not null check (length(changed_by) between 1 and 254),
  primary key (tenant_id, id)
);

do $$
declare
  owned text;
begin
  foreach owned in array array['standing', 'standing_change'] loop
    execute format('alter table billing.%I enable row level security', owned);
    execute format('alter table billing.%I force row level security', owned);
    execute format('create policy own on billing.%I for select to ${app} '
      'using (tenant_id = current_setting(''millirun.tenant'')::uuid)', owned);
    execute format('create policy every on billing.%I to ${worker} using (true) with check (true)', owned);
  end loop;
end $$;

grant select on billing.standing, billing.standing_change to ${app};
grant select, insert, update on billing.standing to ${worker};
grant select, insert on billing.standing_change to ${worker};
