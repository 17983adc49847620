The JSON Schema and the program agree on the embedded project and on wrong ones.

  $ cat > check.py <<'P'
  > import json, re, subprocess, sys, os
  > import jsonschema
  > repo = os.environ['REPO']
  > schema = json.load(open(repo + '/libgeo/schema/atlas.schema.json'))
  > jsonschema.Draft202012Validator.check_schema(schema)
  > validator = jsonschema.Draft202012Validator(schema)
  > text = open(repo + '/data/shanghai/atlas.json', encoding='utf-8').read()
  > good = json.loads(re.sub(r'(?m)^\s*//.*$', '', text))
  > print('embedded', validator.is_valid(good))
  > folder = repo + '/data/shanghai/'
  > for key in ('plan', 'sites'):
  >     good[key] = folder + good[key]
  > for key in ('boundaries', 'enterprises'):
  >     good[key]['file'] = folder + good[key]['file']
  > def walk(schema, value, path):
  >     if '$ref' in schema:
  >         return
  >     for option in schema.get('oneOf', []):
  >         yield from walk(option, value, path)
  >     for key, child in schema.get('properties', {}).items():
  >         yield path + [key], child
  >         yield from walk(child, value, path + [key])
  > def program(project):
  >     json.dump(project, open('p.json', 'w'))
  >     done = subprocess.run(['geo', 'atlas', 'p.json', '--out', '/dev/null/x', '--quiet'], capture_output=True, text=True)
  >     return done.returncode == 4  # the project was read; only the output is impossible
  > disagree = 0
  > tried = 0
  > fast = dict(good, density=False, clusters=False)
  > for path, child in walk(schema, good, []):
  >     if path == ['$schema']:
  >         continue
  >     for wrong in ([{'no': 1}], -1):
  >         project = json.loads(json.dumps(fast))
  >         at = project
  >         for key in path[:-1]:
  >             if not isinstance(at.get(key), dict):
  >                 at[key] = {}
  >             at = at[key]
  >         at[path[-1]] = wrong
  >         tried += 1
  >         if validator.is_valid(project) or program(project):
  >             disagree += 1
  >             print('accepted', path, wrong)
  >     project = json.loads(json.dumps(fast))
  >     if child.get('type') == 'object' or 'oneOf' in child:
  >         project[path[-1]] = {'unknown_key': 1}
  >         tried += 1
  >         if validator.is_valid(project) or program(project):
  >             disagree += 1
  >             print('accepted unknown key in', path)
  > print('tried', tried > 60, 'disagree', disagree)
  > print('good', program(fast))
  > P
  $ /usr/bin/python3 check.py
  embedded True
  tried True disagree 0
  good True
